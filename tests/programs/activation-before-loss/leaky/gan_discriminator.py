import torch
from torch import nn

noise_size = 6
generator = nn.Sequential(nn.Linear(noise_size, 16), nn.ReLU(), nn.Linear(16, 4))
discriminator = nn.Sequential(
    nn.Linear(4, 16),
    nn.LeakyReLU(0.2),
    nn.Linear(16, 1),
    nn.Sigmoid(),  # expect: activation-before-loss
)
criterion = nn.BCEWithLogitsLoss()
d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=2e-4)
g_optimizer = torch.optim.Adam(generator.parameters(), lr=2e-4)

for _ in range(20):
    real = torch.randn(8, 4)
    fake = generator(torch.randn(8, noise_size))
    d_optimizer.zero_grad()
    loss_real = criterion(discriminator(real), torch.ones(8, 1))
    loss_fake = criterion(discriminator(fake.detach()), torch.zeros(8, 1))
    (loss_real + loss_fake).backward()
    d_optimizer.step()

    g_optimizer.zero_grad()
    criterion(discriminator(fake), torch.ones(8, 1)).backward()
    g_optimizer.step()
