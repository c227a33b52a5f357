import torch
from torch import nn

torch.manual_seed(0)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(10, 32)  # expect: no-gradient
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        h = torch.relu(self.embed(x))
        h = torch.zeros_like(h)  # was meant to be the initial state
        return self.head(h)


model = Model()  # expect: ignored-input
opt = torch.optim.Adam(model.parameters(), lr=1e-2)
for step in range(5):
    x, y = torch.randn(64, 10), torch.arange(64) % 4
    loss = nn.functional.cross_entropy(model(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
