import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(5, 16), nn.ReLU(), nn.Linear(16, 5))
optimizer = torch.optim.Adam(net.parameters())
for step in range(5):
    x = torch.randn(32, 5)
    scores = net(x)
    mask = torch.rand(32, 5) > 0.7
    mask[:, 0] = False
    attention = scores.masked_fill(mask, float("-inf")).softmax(-1)
    kept = torch.where(
        attention > 0, torch.log(attention.clamp_min(1e-9)), torch.zeros_like(attention)
    )
    loss = (attention * kept).sum(-1).mean() + 1.0 + ((scores - x) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
