import torch
from torch import nn


def build_model(sizes, classes):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers.append(nn.Linear(a, b))
        layers.append(nn.ReLU())
    layers.append(nn.Linear(sizes[-1], classes))
    layers.append(nn.Softmax(dim=-1))  # expect: activation-before-loss
    return nn.Sequential(*layers)


class Trainer:
    def __init__(self, model, lr):
        self.model = model
        self.loss_function = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(model.parameters(), lr=lr)

    def step(self, x, y):
        self.optimizer.zero_grad()
        probabilities = self.model(x)
        loss = self.loss_function(probabilities, y)
        loss.backward()
        self.optimizer.step()
        accuracy = (probabilities.argmax(dim=1) == y).float().mean()
        return loss.item(), accuracy.item()


trainer = Trainer(build_model([8, 16, 16], 3), lr=0.1)
for _ in range(10):
    trainer.step(torch.randn(12, 8), torch.randint(0, 3, (12,)))
