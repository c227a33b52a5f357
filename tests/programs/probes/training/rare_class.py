import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(2000, 6)
y = (torch.rand(2000) < 0.03).long()
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
for i in range(0, 2000, 200):
    loss = criterion(model(x[i : i + 200]), y[i : i + 200])  # expect: class-imbalance
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
