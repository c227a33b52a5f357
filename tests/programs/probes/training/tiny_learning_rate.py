import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 4))
optimizer = torch.optim.SGD(model.parameters(), lr=1e-6)
criterion = nn.CrossEntropyLoss()
for step in range(5):
    x, y = torch.randn(64, 10), torch.randint(0, 4, (64,))
    loss = criterion(model(x), y)  # expect: cannot-overfit-batch
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
