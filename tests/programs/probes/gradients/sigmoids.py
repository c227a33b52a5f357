import torch
from torch import nn


class Deep(nn.Module):
    def __init__(self, width=32, depth=14):
        super().__init__()
        self.input = nn.Linear(10, width)
        self.hidden = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))
        self.output = nn.Linear(width, 2)

    def forward(self, x):
        x = torch.sigmoid(self.input(x))
        for layer in self.hidden:
            x = torch.sigmoid(layer(x))
        return self.output(x)


torch.manual_seed(0)
net = Deep()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for _ in range(20):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(torch.randn(64, 10)), torch.randint(0, 2, (64,)))
    loss.backward()
    optimizer.step()
