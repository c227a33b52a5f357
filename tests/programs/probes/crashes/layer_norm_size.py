import torch
from torch import nn

hidden = nn.Linear(20, 48)(torch.randn(4, 7, 20))
norm = nn.LayerNorm(64)
print(norm(hidden))  # fix: Change `nn.LayerNorm(64)` to `nn.LayerNorm(48)`
