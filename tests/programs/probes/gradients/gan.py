import torch
from torch import nn

G = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 8))
D = nn.Sequential(nn.Linear(8, 16), nn.LeakyReLU(), nn.Linear(16, 1))
opt_d = torch.optim.Adam(D.parameters(), lr=1e-3)
opt_g = torch.optim.Adam(G.parameters(), lr=1e-3)
bce = nn.BCEWithLogitsLoss()
for step in range(200):
    real = torch.randn(16, 8)
    for _ in range(3):
        fake = G(torch.randn(16, 4)).detach()
        opt_d.zero_grad()
        loss_d = bce(D(real), torch.ones(16, 1)) + bce(D(fake), torch.zeros(16, 1))
        loss_d.backward()
        opt_d.step()
    opt_g.zero_grad()
    loss_g = bce(D(G(torch.randn(16, 4))), torch.ones(16, 1))
    loss_g.backward()
    opt_g.step()
