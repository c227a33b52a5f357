import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))

saliency = []
for x in torch.randn(5, 4):
    x.requires_grad_()
    score = model(x).max()
    score.backward()
    saliency.append(x.grad.abs())

penalties = []
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for x in torch.randn(5, 4):
    x.requires_grad_()
    (gradient,) = torch.autograd.grad(model(x).sum(), x, create_graph=True)
    grads = torch.autograd.grad(gradient.pow(2).sum(), list(model.parameters()), allow_unused=True)
    for parameter, grad in zip(model.parameters(), grads):
        parameter.grad = grad
    optimizer.step()
