import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)
        self.norm = nn.BatchNorm2d(16)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x)))


print(Block(32)(torch.randn(2, 3, 9, 9)))  # at: 12, fix: Change `nn.BatchNorm2d(16)` to `nn.BatchNorm2d(32)`
