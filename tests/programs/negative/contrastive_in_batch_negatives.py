"""In-batch negatives: softmax over the batch is the loss, and batch norm mixes the batch in training."""
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)


class Tower(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(width, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 32))

    def forward(self, x):
        return F.normalize(self.layers(x), dim=-1)


queries, documents = Tower(20), Tower(50)
log_scale = nn.Parameter(torch.tensor(2.0))
parameters = [*queries.parameters(), *documents.parameters(), log_scale]
optimizer = torch.optim.AdamW(parameters, lr=1e-3)

for step in range(200):
    left, right = torch.randn(64, 20), torch.randn(64, 50)
    logits = queries(left) @ documents(right).t() * log_scale.exp()
    labels = torch.arange(logits.size(0))
    loss = (F.cross_entropy(logits, labels) + F.cross_entropy(logits.t(), labels)) / 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        print(step, round(loss.item(), 3))
