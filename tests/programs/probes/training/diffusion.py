import torch
from torch import nn

torch.manual_seed(0)
STEPS = 100
alphas = torch.cumprod(1 - torch.linspace(1e-4, 0.02, STEPS), 0)


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.time = nn.Embedding(STEPS, 32)
        self.inp = nn.Linear(8, 32)
        self.net = nn.Sequential(nn.SiLU(), nn.Linear(32, 64), nn.SiLU(), nn.Linear(64, 8))

    def forward(self, x, t):
        return self.net(self.inp(x) + self.time(t))


model = Denoiser()
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
for step in range(6):
    x0 = torch.randn(64, 8)
    t = torch.randint(0, STEPS, (64,))
    noise = torch.randn_like(x0)
    a = alphas[t].unsqueeze(1)
    noisy = a.sqrt() * x0 + (1 - a).sqrt() * noise
    loss = nn.functional.mse_loss(model(noisy, t), noise)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
