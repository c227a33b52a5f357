import torch
from torch import nn

norm = nn.GroupNorm(4, 32)
x = torch.randn(2, 16, 5, 5)
y = norm(x)  # fix: Change `nn.GroupNorm(4, 32)` to `nn.GroupNorm(4, 16)`
