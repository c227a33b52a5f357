import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(20, 64)
        self.out = nn.Linear(32, 2)

    def forward(self, features):
        h = torch.relu(self.hidden(features))
        return self.out(h)


net = Net()
print(net(torch.randn(8, 20)))
