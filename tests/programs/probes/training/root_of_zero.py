import torch
from torch import nn

torch.manual_seed(0)
embed = nn.Linear(6, 4)
optimizer = torch.optim.SGD(embed.parameters(), lr=0.1)


def distance(a, b):
    squared = ((a - b) ** 2).sum(1)
    return torch.sqrt(squared)  # expect: nan-origin


for step in range(5):
    left = torch.randn(16, 6)
    right = left.clone()
    right[1:] += torch.randn(15, 6)
    loss = distance(embed(left), embed(right)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
