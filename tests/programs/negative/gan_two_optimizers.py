"""A GAN: the generator's loss flows through the discriminator, whose gradients are cleared first."""
import torch
from torch import nn

torch.manual_seed(0)
LATENT = 16


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(LATENT, 64), nn.LeakyReLU(0.2), nn.Linear(64, 2))

    def forward(self, z):
        return self.net(z)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1))

    def forward(self, x):
        return self.net(x)


generator, discriminator = Generator(), Discriminator()
opt_g = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
opt_d = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
bce = nn.BCEWithLogitsLoss()
real_data = torch.randn(1024, 2) @ torch.tensor([[1.0, 0.5], [0.0, 1.0]])

for step in range(200):
    real = real_data[torch.randint(0, len(real_data), (64,))]
    noise = torch.randn(64, LATENT)
    fake = generator(noise)

    opt_d.zero_grad()
    loss_real = bce(discriminator(real), torch.ones(64, 1))
    loss_fake = bce(discriminator(fake.detach()), torch.zeros(64, 1))
    (loss_real + loss_fake).backward()
    opt_d.step()

    opt_g.zero_grad()
    loss_g = bce(discriminator(fake), torch.ones(64, 1))
    loss_g.backward()
    opt_g.step()
    if step % 50 == 0:
        print(step, loss_g.item(), (loss_real + loss_fake).item())
