import torch
from torch import nn


class TwoTowers(nn.Module):
    def __init__(self):
        super().__init__()
        self.text = nn.Sequential(nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 8))
        self.image = nn.Sequential(nn.Linear(30, 16), nn.ReLU(), nn.Linear(16, 8))
        self.head = nn.Linear(16, 2)

    def forward(self, text, image):
        t = self.text(text)
        i = self.image(image).detach()
        return self.head(torch.cat([t, i], dim=1))


def train():
    model = TwoTowers()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    text, image = torch.randn(32, 12), torch.randn(32, 30)
    labels = torch.randint(0, 2, (32,))
    for _ in range(10):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(text, image), labels)
        loss.backward()
        optimizer.step()


train()
