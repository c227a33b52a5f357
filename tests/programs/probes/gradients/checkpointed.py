import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 12)
        self.middle = nn.Linear(12, 12)
        self.last = nn.Linear(12, 2)

    def forward(self, x):
        h = self.first(x)
        h = checkpoint(self.middle, h, use_reentrant=True)
        return self.last(h)


net = Net()
optimizer = torch.optim.Adam(net.parameters())
for _ in range(20):
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(torch.randn(8, 6)), torch.randint(0, 2, (8,))).backward()
    optimizer.step()
