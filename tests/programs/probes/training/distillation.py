import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
teacher = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 6)).eval()
student = nn.Sequential(nn.Linear(16, 24), nn.ReLU(), nn.Linear(24, 6))
optimizer = torch.optim.Adam(student.parameters(), lr=1e-3)
T = 2.0
for step in range(10):
    x, y = torch.randn(64, 16), torch.randint(0, 6, (64,))
    with torch.no_grad():
        soft = F.softmax(teacher(x) / T, dim=-1)
    logits = student(x)
    hard = F.cross_entropy(logits, y)
    loss = hard + T * T * F.kl_div(F.log_softmax(logits / T, -1), soft, reduction="batchmean")
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
