import torch
from torch import nn

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3)
        self.conv2 = nn.Conv2d(8, 8, 3)
        self.fc = nn.Linear(8 * 8 * 8, 4)
        nn.init.constant_(self.conv2.bias, -8.0)
        with torch.no_grad():
            self.conv2.bias[:2] = 0

    def forward(self, x):
        x = torch.relu(self.conv1(x))
        x = torch.relu(self.conv2(x))  # expect: dead-units
        return self.fc(x.flatten(1))


net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-4)
for step in range(4):
    loss = nn.functional.cross_entropy(net(torch.randn(32, 1, 12, 12)), torch.randint(0, 4, (32,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
