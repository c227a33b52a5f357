import torch
from torch import nn

torch.manual_seed(0)
X, y = torch.randn(128, 5), torch.randn(128)
w = nn.Linear(5, 1)
opt = torch.optim.SGD(w.parameters(), lr=0.1)
for epoch in range(10):
    error = w(X) - y  # expect: broadcast-loss
    loss = (error**2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
