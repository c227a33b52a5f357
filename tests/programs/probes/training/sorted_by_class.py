import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
x = torch.randn(900, 6)
y = torch.arange(900) // 300
loader = DataLoader(TensorDataset(x, y), batch_size=50)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for xb, yb in loader:
    loss = nn.functional.cross_entropy(model(xb), yb)  # expect: bad-labels
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
