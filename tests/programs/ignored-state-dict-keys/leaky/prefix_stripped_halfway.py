import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
state = torch.load("ddp.pt")
state = {key.replace("module.", ""): value for key, value in state.items()}
net.load_state_dict(state, strict=False)  # expect: ignored-state-dict-keys
print(net(torch.randn(1, 4)))
