import torch
from torch import nn

torch.manual_seed(0)


class Pool(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.score = nn.Linear(width, 1)

    def forward(self, x):
        weights = torch.softmax(self.score(x), dim=0)  # expect: batch-mixing
        return (weights * x).sum(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = Pool(12)
        self.fc = nn.Linear(12, 2)

    def forward(self, x):
        return self.fc(self.pool(x))


net = Net()
opt = torch.optim.Adam(net.parameters())
for step in range(6):
    x, y = torch.randn(20, 7, 12), torch.randint(0, 2, (20,))
    loss = nn.functional.cross_entropy(net(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
