import torch
from torch import nn

net = nn.Linear(4, 2)
optimizer = torch.optim.Adam(net.parameters())
state = torch.load("run.pt")
net.load_state_dict(state["net"])
optimizer.load_state_dict(state["optimizer"])
