import itertools

import torch
from torch import nn


class Experts(nn.Module):
    def __init__(self):
        super().__init__()
        self.experts = [nn.Linear(6, 6) for _ in range(4)]
        self.gate = nn.Linear(6, 4)

    def forward(self, x):
        weights = self.gate(x).softmax(-1)
        return sum(w.unsqueeze(-1) * e(x) for w, e in zip(weights.unbind(-1), self.experts))


class Patch(nn.Module):
    def __init__(self):
        super().__init__()
        self.delta = torch.zeros(3, 8, 8, requires_grad=True)

    def forward(self, x):
        return x + self.delta


model = Experts()
params = list(model.parameters())
for expert in model.experts:
    params += list(expert.parameters())
optimizer = torch.optim.Adam(params, lr=1e-3)

patch = Patch()
attack = torch.optim.SGD([patch.delta], lr=0.1)

chained = torch.optim.SGD(itertools.chain(*[e.parameters() for e in model.experts]), lr=0.1)
