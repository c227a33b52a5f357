import copy

import torch
from torch import nn

student = nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 2))
teacher = copy.deepcopy(student)
optimizer = torch.optim.Adam(student.parameters())
for _ in range(20):
    x = torch.randn(8, 6)
    with torch.no_grad():
        target = teacher(x).softmax(-1)
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(student(x), target)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for mine, theirs in zip(student.parameters(), teacher.parameters()):
            theirs.mul_(0.99).add_(mine, alpha=0.01)
