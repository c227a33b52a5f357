import torch
from torch import nn

backbone = nn.Sequential(nn.Linear(16, 32), nn.ReLU())
model = nn.Sequential(backbone, nn.Linear(32, 3))
optimizer = torch.optim.SGD(backbone.parameters(), lr=0.1)
for _ in range(20):
    x, y = torch.randn(8, 16), torch.randint(0, 3, (8,))
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
