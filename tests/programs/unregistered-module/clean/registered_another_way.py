import torch
from torch import nn


class Stacked(nn.Module):
    def __init__(self, depth=3):
        super().__init__()
        layers = [nn.Linear(8, 8) for _ in range(depth)]
        layers += [nn.ReLU(), nn.Linear(8, 2)]
        self.layers = layers
        self.net = nn.Sequential(*self.layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class Named(nn.Module):
    def __init__(self, depth=3):
        super().__init__()
        self.blocks = []
        for i in range(depth):
            block = nn.Linear(8, 8)
            self.add_module(f"block{i}", block)
            self.blocks.append(block)
        self.heads = []
        for i in range(2):
            head = nn.Linear(8, 1)
            setattr(self, f"head{i}", head)
            self.heads.append(head)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return torch.cat([head(x) for head in self.heads], dim=1)


class Attributes(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(1, 4, 3)
        self.second = nn.Conv1d(4, 4, 3)
        self.order = [self.first, self.second]
        self.by_name = {"a": self.first, "b": self.second}
        self.names = ["first", "second"]

    def forward(self, x):
        for layer in self.order:
            x = layer(x)
        return self.by_name["b"](x)


class Rebound(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = []
        for _ in range(4):
            self.layers.append(nn.Linear(4, 4))
        self.layers = nn.ModuleList(self.layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


for model in (Stacked(), Named(), Attributes(), Rebound()):
    print(len(list(model.parameters())))
