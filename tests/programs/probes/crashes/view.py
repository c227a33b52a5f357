import torch

x = torch.rand(8, 3, 10, 10)
flat = x.view(8, 100)
