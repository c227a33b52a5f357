import torch
from torch import nn

net = nn.Linear(4, 3)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
prediction = net(torch.randn(8, 4)).argmax(dim=1)
loss = (prediction.float() - 1.0).pow(2).mean()
loss.backward()
optimizer.step()
