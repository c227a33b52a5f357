import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.LayerNorm(16), nn.Linear(16, 1))
net.load_state_dict(torch.load("net.pt"))
with torch.no_grad():
    print(net(torch.randn(3, 4)))
