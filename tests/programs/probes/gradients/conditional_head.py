import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, use_aux=False):
        super().__init__()
        self.use_aux = use_aux
        self.body = nn.Linear(6, 12)
        self.aux = nn.Linear(12, 3)
        self.head = nn.Linear(12, 2)

    def forward(self, x):
        h = self.body(x).relu()
        if self.use_aux:
            return self.head(h), self.aux(h)
        return self.head(h)


net = Net()
optimizer = torch.optim.Adam(net.parameters())
for _ in range(20):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(torch.randn(8, 6)), torch.randint(0, 2, (8,)))
    loss.backward()
    optimizer.step()
