import argparse

import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--loss", default="ce", choices=["ce", "bce"])
args = parser.parse_args([])

if args.loss == "bce":
    model = nn.Sequential(nn.Linear(5, 1), nn.Sigmoid())
    criterion = nn.BCELoss()
else:
    model = nn.Sequential(nn.Linear(5, 2))
    criterion = nn.CrossEntropyLoss()

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(3):
    x = torch.randn(4, 5)
    target = torch.ones(4, 1) if args.loss == "bce" else torch.randint(0, 2, (4,))
    optimizer.zero_grad()
    criterion(model(x), target).backward()
    optimizer.step()
