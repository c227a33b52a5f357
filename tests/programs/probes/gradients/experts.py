import torch
from torch import nn


class Mixture(nn.Module):
    def __init__(self):
        super().__init__()
        self.experts = nn.ModuleList([nn.Linear(6, 4) for _ in range(4)])
        self.head = nn.Linear(4, 2)

    def forward(self, x, chosen):
        return self.head(self.experts[chosen](x))


net = Mixture()
optimizer = torch.optim.Adam(net.parameters())
for step in range(20):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(torch.randn(8, 6), step % 2), torch.randint(0, 2, (8,)))
    loss.backward()
    optimizer.step()
