import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(30, 64), nn.ReLU(), nn.Linear(64, 8))
nn.init.normal_(model[2].weight, std=2.0)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for step in range(5):
    x, y = torch.randn(64, 30), torch.randint(0, 8, (64,))
    loss = nn.functional.cross_entropy(model(x), y)  # expect: initial-loss-off
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
