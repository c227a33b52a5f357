import torch
from torch import nn

latent, size = 8, 2
generator = nn.Sequential(nn.Linear(latent, 32), nn.ReLU(), nn.Linear(32, size))
discriminator = nn.Sequential(nn.Linear(size, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1))
bce = nn.BCEWithLogitsLoss()
opt_g = torch.optim.Adam(generator.parameters(), lr=1e-3)
opt_d = torch.optim.Adam(discriminator.parameters(), lr=1e-3)

for step in range(100):
    real = torch.randn(64, size) + 3
    fake = generator(torch.randn(64, latent))

    opt_d.zero_grad()
    d_loss = bce(discriminator(real), torch.ones(64, 1))
    d_loss = d_loss + bce(discriminator(fake.detach()), torch.zeros(64, 1))
    d_loss.backward()
    opt_d.step()

    g_loss = bce(discriminator(fake), torch.ones(64, 1))
    g_loss.backward()  # expect: missing-zero-grad
    opt_g.step()
