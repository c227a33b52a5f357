import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(6, 12)
        self.head = nn.Linear(12, 2)

    def forward(self, x):
        with torch.no_grad():
            h = self.trunk(x)
        return self.head(h)


net = Net()
optimizer = torch.optim.Adam(net.parameters())
for _ in range(20):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(torch.randn(8, 6)), torch.randint(0, 2, (8,)))
    loss.backward()
    optimizer.step()
