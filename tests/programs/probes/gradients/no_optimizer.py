import torch
from torch import nn

net = nn.Linear(4, 1)
for _ in range(1000):
    loss = nn.functional.mse_loss(net(torch.randn(8, 4)), torch.zeros(8, 1))
    net.zero_grad()
    loss.backward()
    with torch.no_grad():
        for p in net.parameters():
            p -= 0.01 * p.grad
