import torch
from torch import nn

models = [nn.Linear(5, 1) for _ in range(3)]
optimizers = [torch.optim.SGD(model.parameters(), lr=0.01) for model in models]

for epoch in range(10):
    x = torch.randn(32, 5)
    y = x.sum(dim=1, keepdim=True)
    for optimizer in optimizers:
        optimizer.zero_grad()
    for model, optimizer in zip(models, optimizers):
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
