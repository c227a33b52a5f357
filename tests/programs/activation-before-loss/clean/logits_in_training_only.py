import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, probabilities=False):
        super().__init__()
        self.fc = nn.Linear(6, 3)
        self.softmax = nn.Softmax(dim=1)
        self.probabilities = probabilities

    def forward(self, x):
        x = self.fc(x)
        if self.training:
            return x
        return self.softmax(x)


class Switchable(Net):
    def forward(self, x):
        x = self.fc(x)
        if self.probabilities:
            x = self.softmax(x)
        return x


criterion = nn.CrossEntropyLoss()
for model in (Net(), Switchable()):
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(3):
        optimizer.zero_grad()
        loss = criterion(model(torch.randn(4, 6)), torch.randint(0, 3, (4,)))
        loss.backward()
        optimizer.step()
