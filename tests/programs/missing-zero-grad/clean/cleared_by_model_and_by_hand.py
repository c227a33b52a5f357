import torch
from torch import nn


def train_with_model(model, steps=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(steps):
        model.zero_grad()
        loss = model(torch.randn(4, 3)).pow(2).mean()
        loss.backward()
        optimizer.step()


def train_by_hand(model, steps=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(steps):
        loss = model(torch.randn(4, 3)).pow(2).mean()
        loss.backward()
        optimizer.step()
        for parameter in model.parameters():
            parameter.grad = None


def train_in_place(model, steps=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(steps):
        for group in optimizer.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.grad.detach_().zero_()
        model(torch.randn(4, 3)).pow(2).mean().backward()
        optimizer.step()


train_with_model(nn.Linear(3, 1))
train_by_hand(nn.Linear(3, 1))
train_in_place(nn.Linear(3, 1))
