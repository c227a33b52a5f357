import torch

left = torch.zeros(4, 10)
right = torch.zeros(5, 10)
both = torch.cat([left, right], dim=1)
