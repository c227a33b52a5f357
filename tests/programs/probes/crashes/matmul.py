import torch

queries, keys = torch.rand(2, 5, 64), torch.rand(2, 7, 32)
scores = queries @ keys.transpose(1, 2)
