import torch
from torch import nn


class Population:
    """Evolves networks; nothing here is trained by gradient, and it is no module."""

    def __init__(self, size=10):
        self.members = [nn.Linear(4, 2) for _ in range(size)]

    def act(self, x):
        return torch.stack([member(x) for member in self.members])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layers = []
        for i in range(3):
            layers.append(nn.Linear(4, 4))
        self.body = nn.Sequential(*layers)
        towers = [nn.Linear(4, 1) for _ in range(2)]
        self.towers = nn.ModuleList(towers)
        self.shapes = [tuple(p.shape) for p in self.parameters()]
        self.register_buffer("mean", torch.zeros(4))

    def forward(self, x):
        x = self.body(x - self.mean)
        return sum(tower(x) for tower in self.towers), self.shapes


print(Population().act(torch.randn(2, 4)).shape, Net()(torch.randn(2, 4))[0].shape)
