import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.embed = nn.Linear(4, width)
        self.hidden = [nn.Linear(width, width) for _ in range(3)]
        self.head = nn.Linear(width, 1)

    def forward(self, x):
        x = torch.relu(self.embed(x))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.head(x)


torch.manual_seed(0)
model = Tower()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(3):
    loss = model(torch.randn(8, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
