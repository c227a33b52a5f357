import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(6, 12)
        self.head = nn.Linear(12, 2)
        for parameter in self.trunk.parameters():
            parameter.requires_grad = False

    def forward(self, x):
        return self.head(self.trunk(x).relu())


net = Net()
optimizer = torch.optim.Adam(p for p in net.parameters() if p.requires_grad)
for _ in range(20):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(torch.randn(8, 6)), torch.randint(0, 2, (8,)))
    loss.backward()
    optimizer.step()
