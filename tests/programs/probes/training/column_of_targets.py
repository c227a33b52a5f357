import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
X = torch.randn(256, 8)
y = X @ torch.randn(8) + 0.1 * torch.randn(256)
model = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 1))
loss_fn = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for epoch in range(2):
    for xb, yb in DataLoader(TensorDataset(X, y), batch_size=64):
        pred = model(xb)
        loss = loss_fn(pred, yb)  # expect: broadcast-loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
