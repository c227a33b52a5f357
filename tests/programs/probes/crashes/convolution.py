import torch
from torch import nn

conv = nn.Conv2d(3, 8, kernel_size=3)
grey = torch.rand(4, 1, 28, 28)
maps = conv(grey)
