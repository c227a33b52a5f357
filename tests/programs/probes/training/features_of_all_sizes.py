import torch
from torch import nn

torch.manual_seed(0)
income = torch.rand(256, 1) * 90000 + 10000
age = torch.rand(256, 1) * 60 + 18
ratio = torch.rand(256, 1)
X = torch.cat([income, age, ratio], dim=1)
y = (ratio > 0.5).float()
model = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=1e-9)
for i in range(0, 256, 64):
    logits = model(X[i : i + 64])  # expect: bad-input-range
    loss = nn.functional.binary_cross_entropy_with_logits(logits, y[i : i + 64])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
