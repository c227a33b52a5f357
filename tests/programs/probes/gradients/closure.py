import torch
from torch import nn
net = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
opt = torch.optim.LBFGS(net.parameters())
x, y = torch.randn(20, 3), torch.randn(20, 1)
def closure():
    opt.zero_grad()
    loss = (net(x) - y).pow(2).mean()
    loss.backward()
    return loss
for _ in range(5):
    opt.step(closure)
