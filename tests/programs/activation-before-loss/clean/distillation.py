import torch
import torch.nn as nn
import torch.nn.functional as F

student, teacher = nn.Linear(10, 4), nn.Linear(10, 4).eval()
optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
T = 4.0

for _ in range(5):
    x, y = torch.randn(8, 10), torch.randint(0, 4, (8,))
    with torch.no_grad():
        soft = F.softmax(teacher(x) / T, dim=1)
    logits = student(x)
    hard_loss = F.cross_entropy(logits, y)
    soft_loss = F.kl_div(F.log_softmax(logits / T, dim=1), soft, reduction="batchmean") * T * T
    blended = F.cross_entropy(logits, soft)
    optimizer.zero_grad()
    (hard_loss + soft_loss + blended).backward()
    optimizer.step()
