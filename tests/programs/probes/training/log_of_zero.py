import torch
from torch import nn

torch.manual_seed(0)
policy = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 3))
opt = torch.optim.Adam(policy.parameters(), lr=1e-2)


def entropy(p):
    log_p = torch.log(p)  # expect: nan-origin
    return -(p * log_p).sum(-1).mean()


for step in range(8):
    states = torch.randn(32, 4)
    probs = torch.softmax(policy(states) * (1 if step < 2 else 1e4), dim=-1)
    loss = -entropy(probs)
    opt.zero_grad()
    loss.backward()
    opt.step()
