import torch
from torch import nn

torch.manual_seed(0)
student, teacher = nn.Linear(16, 6), nn.Linear(16, 6)
kl = nn.KLDivLoss(reduction="batchmean")
opt = torch.optim.Adam(student.parameters())
for _ in range(10):
    x = torch.randn(64, 16)
    with torch.no_grad():
        goal = teacher(x).softmax(-1)
    loss = kl(student(x).softmax(-1), goal)  # expect: missing-activation-before-loss
    opt.zero_grad()
    loss.backward()
    opt.step()
