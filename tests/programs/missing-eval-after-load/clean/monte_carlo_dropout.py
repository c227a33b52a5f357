import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 16), nn.Dropout(0.2), nn.Linear(16, 1))
net.load_state_dict(torch.load("net.pt"))
net.train()  # dropout stays on: we want the spread
samples = torch.stack([net(torch.randn(8, 4)) for _ in range(100)])
print(samples.mean(0), samples.std(0))
