import torch
from torch import nn

proj = nn.Linear(40, 16)
spectrum = torch.randn(8, 40, 100)  # batch, mel bands, frames
print(proj(spectrum).shape)  # fix: Insert `.transpose(1, 2)` after `spectrum`
