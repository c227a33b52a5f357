from pytorch_lightning import seed_everything
from torch import nn, optim, randn

seed_everything(7)
net = nn.Linear(4, 1)
optimizer = optim.Adam(net.parameters())
for step in range(10):
    optimizer.zero_grad()
    loss = net(randn(8, 4)).pow(2).mean()
    loss.backward()
    optimizer.step()
    print(loss.item())
