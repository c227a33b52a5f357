import torch
from torch import nn
from torch.nn import functional as F


class Activations(nn.Module):
    def __init__(self):
        super().__init__()
        self.activations = [nn.ReLU(), nn.Tanh(), nn.Sigmoid()]
        self.pools = {"max": nn.MaxPool2d(2), "mean": nn.AvgPool2d(2)}
        self.losses = [(nn.L1Loss(), 1.0), (nn.MSELoss(), 0.5)]
        self.sizes = [64, 32]
        self.outputs = []
        self.conv = nn.Conv2d(3, 3, 3)

    def forward(self, x):
        for activation in self.activations:
            x = activation(self.conv(x))
        self.outputs.append(x)
        return F.relu(self.pools["max"](x))


class SameObject(nn.Module):
    """A float parameter is its own `.float()`, so it is registered all the same."""

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(4)).float()
        self.start = nn.Parameter(torch.ones(4)).detach()

    def forward(self, x):
        return x * self.gain - self.start


class EitherWay(nn.Module):
    def __init__(self, heads=1):
        super().__init__()
        if heads > 1:
            self.head = nn.Linear(4, 4)
        else:
            self.head = make_head()

    def forward(self, x):
        return self.head(x)


def make_head():
    return nn.Linear(4, 4), nn.Parameter(torch.ones(1))
