import torch
from torch import nn

torch.manual_seed(0)
net = nn.Linear(5, 2)
optimizer = torch.optim.Adam(net.parameters())
torch.manual_seed(1)
data = [(torch.randn(4, 5), torch.randint(0, 2, (4,))) for _ in range(8)]
for x, y in data:
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y)
    loss.backward()
    optimizer.step()
    print(loss.item())
