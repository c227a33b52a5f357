import numpy as np
import torch
from torch import nn

np.random.seed(0)  # expect: late-seed
x = torch.from_numpy(np.random.randn(256, 10)).float()
y = (x.sum(1) > 0).long()
model = nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(50):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
print("final loss", loss.item())
