import torch
import torch.nn.functional as F
from torch import nn

model = nn.Sequential(nn.Linear(9, 1), nn.Sigmoid())
target = torch.randint(0, 2, (16,)).float()
output = model(torch.randn(16, 9))
loss = F.binary_cross_entropy(output, target)  # fix: Insert `.squeeze(-1)` after `output`
loss.backward()
