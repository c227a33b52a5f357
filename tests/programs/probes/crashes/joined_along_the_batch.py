import torch
from torch import nn

left, right = nn.Linear(5, 8), nn.Linear(5, 12)
x = torch.randn(6, 5)
both = torch.cat((left(x), right(x)))  # fix: Join along `dim=1`
print(both.shape)
