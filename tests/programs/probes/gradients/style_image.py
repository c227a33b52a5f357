import torch
from torch import nn

features = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 8, 3)).eval()
image = torch.rand(1, 3, 16, 16, requires_grad=True)
optimizer = torch.optim.Adam([image], lr=0.1)
for _ in range(20):
    optimizer.zero_grad()
    features(image).square().mean().backward()
    optimizer.step()
