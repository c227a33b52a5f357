import torch
from torch import nn

torch.manual_seed(0)
table = torch.randn(200, 6)
table[70, 2] = float("nan")
target = torch.randn(200, 1)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters())
for start in range(0, 200, 50):
    rows, goal = table[start : start + 50], target[start : start + 50]
    loss = nn.functional.mse_loss(model(rows), goal)
    optimizer.zero_grad()
    loss.backward()  # expect: nan-origin
    optimizer.step()
