import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(6, 12)
        self.fc = nn.Linear(12, 1000)

    def forward(self, x):
        return self.fc(self.body(x).relu())


model = Classifier()
optimizer = torch.optim.Adam(model.parameters())
model.fc = nn.Linear(12, 2)
for _ in range(20):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(torch.randn(8, 6)), torch.randint(0, 2, (8,)))
    loss.backward()
    optimizer.step()
