from torch import nn


class MultiTask(nn.Module):
    """One trunk, a head for each task."""

    def __init__(self, tasks):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(10, 32), nn.ReLU())
        self.heads = {}  # expect: unregistered-module
        for name, classes in tasks.items():
            self.heads[name] = nn.Linear(32, classes)
        self.scales = {"age": nn.Linear(1, 1), "sex": nn.Linear(1, 1)}  # expect: unregistered-module

    def forward(self, x, task):
        out = self.heads[task](self.trunk(x))
        return out * self.scales[task].weight
