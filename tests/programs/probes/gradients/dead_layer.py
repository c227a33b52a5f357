import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(10, 20)
        self.skipped = nn.Linear(20, 20)
        self.last = nn.Linear(20, 1)

    def forward(self, x):
        h = torch.relu(self.first(x))
        return self.last(h)


net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
x, y = torch.randn(64, 10), torch.randn(64, 1)
for step in range(100):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net(x), y)
    loss.backward()
    optimizer.step()
