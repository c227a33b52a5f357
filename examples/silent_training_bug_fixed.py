"""Classify points on two rings, with a network that learns in every layer."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)


def make_rings(n: int = 512):
    angle = torch.rand(n) * 2 * torch.pi
    ring = torch.randint(0, 2, (n,))
    radius = 1.0 + ring + 0.15 * torch.randn(n)
    points = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
    return TensorDataset(points, ring)


class RingNet(nn.Module):
    def __init__(self, width: int = 32, depth: int = 3):
        super().__init__()
        self.embed = nn.Linear(2, width)
        self.gate = nn.Linear(2, width)
        self.hidden = nn.ModuleList([nn.Linear(width, width) for _ in range(depth)])
        self.head = nn.Linear(width, 2)

    def forward(self, x):
        open_units = torch.sigmoid(self.gate(x))
        h = torch.relu(self.embed(x)) * open_units
        for layer in self.hidden:
            h = torch.relu(layer(h))
        return self.head(h)


def train(model, loader, epochs: int = 3):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(epochs):
        total = 0.0
        for points, ring in loader:
            optimizer.zero_grad()
            loss = criterion(model(points), ring)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(points)
        print(f"epoch {epoch}: loss {total / len(loader.dataset):.3f}")


if __name__ == "__main__":
    train(RingNet(), DataLoader(make_rings(), batch_size=64, shuffle=True))
