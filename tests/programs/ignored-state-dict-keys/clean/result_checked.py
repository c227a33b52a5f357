import torch
from torch import nn

net = nn.Linear(4, 2)
missing, unexpected = net.load_state_dict(torch.load("net.pt"), strict=False)
if missing or unexpected:
    raise RuntimeError(f"missing {missing}, unexpected {unexpected}")
