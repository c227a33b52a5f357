import torch
from torch import nn


class Learner(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 3)
        self.optimizer = torch.optim.Adam(self.parameters(), lr=1e-3)

    def forward(self, x):
        return self.fc(x)

    def learn(self, x, y):
        loss = nn.functional.cross_entropy(self(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def reset_gradients(self):
        self.optimizer.zero_grad()


learner = Learner()
for episode in range(4):
    for step in range(10):
        learner.reset_gradients()
        learner.learn(torch.randn(5, 6), torch.randint(0, 3, (5,)))
