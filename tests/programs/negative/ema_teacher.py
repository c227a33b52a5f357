"""Mean teacher: the teacher is a moving average, has no optimizer and no gradient, by design."""
import copy

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
student = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 4))
teacher = copy.deepcopy(student)
for parameter in teacher.parameters():
    parameter.requires_grad_(False)
optimizer = torch.optim.SGD(student.parameters(), lr=0.05, momentum=0.9)


@torch.no_grad()
def update_teacher(decay=0.99):
    for slow, fast in zip(teacher.parameters(), student.parameters()):
        slow.mul_(decay).add_(fast, alpha=1 - decay)


labelled = torch.randn(64, 16), torch.randint(0, 4, (64,))
unlabelled = torch.randn(512, 16)
for step in range(100):
    student.train()
    teacher.train()
    x, y = labelled
    batch = unlabelled[torch.randint(0, len(unlabelled), (64,))]
    noisy = batch + 0.1 * torch.randn_like(batch)
    with torch.no_grad():
        target = teacher(batch).softmax(dim=1)
    loss = F.cross_entropy(student(x), y)
    loss = loss + 0.5 * F.mse_loss(student(noisy).softmax(dim=1), target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    update_teacher()
teacher.eval()
