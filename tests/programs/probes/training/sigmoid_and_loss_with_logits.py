import torch
import torch.nn as nn
import torch.nn.functional as F

model = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Linear(32, 1), nn.Sigmoid())
opt = torch.optim.Adam(model.parameters(), lr=1e-3)


def batches(n=20):
    generator = torch.Generator().manual_seed(3)
    for _ in range(n):
        rows = torch.randn(48, 12, generator=generator)
        yield rows, (rows.sum(1, keepdim=True) > 0).float()


for features, target in batches():
    loss = F.binary_cross_entropy_with_logits(  # expect: activation-before-loss
        model(features), target
    )
    opt.zero_grad()
    loss.backward()
    opt.step()
