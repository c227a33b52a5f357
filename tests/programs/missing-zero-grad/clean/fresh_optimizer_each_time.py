"""Adversarial images and restarts: an optimizer of its own for each round, one step, no loop."""

import torch
from torch import nn

model = nn.Linear(8, 2).eval().requires_grad_(False)


def attack(image, target, steps=1):
    delta = torch.zeros_like(image, requires_grad=True)
    optimizer = torch.optim.Adam([delta], lr=0.1)
    loss = nn.functional.cross_entropy(model(image + delta), target)
    loss.backward()
    optimizer.step()
    return (image + delta).detach()


for batch in range(5):
    adversarial = attack(torch.randn(4, 8), torch.randint(0, 2, (4,)))

for start in range(3):
    candidate = nn.Linear(8, 1)
    solver = torch.optim.SGD(candidate.parameters(), lr=0.1)
    candidate(torch.randn(16, 8)).mean().backward()
    solver.step()

# A smoke test: one step, then out.
optimizer = torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=0.1)
net = nn.Linear(2, 2)
for x in torch.randn(10, 4, 2):
    net(x).sum().backward()
    optimizer.step()
    break
