import torch

rows = [torch.arange(3), torch.arange(4)]
short, long = rows
table = torch.stack([short, long])
