"""Generative models: VAE, GAN, diffusion step, VQ, flow, autoregressive pixels, mixture density."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class VAE(nn.Module):
    def __init__(self, size=28, latent=6):
        super().__init__()
        self.size = size
        self.enc = nn.Sequential(nn.Flatten(), nn.Linear(size * size, 64), nn.ReLU())
        self.mu, self.logvar = nn.Linear(64, latent), nn.Linear(64, latent)
        self.dec = nn.Sequential(
            nn.Linear(latent, 64), nn.ReLU(), nn.Linear(64, size * size), nn.Sigmoid()
        )

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return mu + eps * std

    def forward(self, x):
        h = self.enc(x)
        mu, logvar = self.mu(h), self.logvar(h)
        z = self.reparameterize(mu, logvar)
        recon = self.dec(z).view(-1, 1, self.size, self.size)
        return recon, mu, logvar


class Generator(nn.Module):
    def __init__(self, nz=10, ngf=8):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 2, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, ngf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf, 3, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, noise):
        return self.main(noise[:, :, None, None])


class Discriminator(nn.Module):
    def __init__(self, ndf=8):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, ndf, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(ndf, ndf * 2, 4, 2, 1)
        )
        self.verdict = nn.Conv2d(ndf * 2, 1, 4)

    def forward(self, image):
        maps = self.features(image)
        return self.verdict(maps).view(-1, 1).squeeze(1)


def timestep_embedding(t, dim):
    half = dim // 2
    freqs = torch.exp(-math.log(10000) * torch.arange(half) / half)
    args = t[:, None].float() * freqs[None]
    return torch.cat([args.cos(), args.sin()], dim=-1)


class Denoiser(nn.Module):
    def __init__(self, channels=8, time=16):
        super().__init__()
        self.time_mlp = nn.Sequential(
            nn.Linear(time, channels), nn.SiLU(), nn.Linear(channels, channels)
        )
        self.time = time
        self.inp, self.out = (
            nn.Conv2d(1, channels, 3, padding=1),
            nn.Conv2d(channels, 1, 3, padding=1),
        )
        self.norm = nn.GroupNorm(4, channels)

    def forward(self, x, t):
        emb = self.time_mlp(timestep_embedding(t, self.time))
        h = F.silu(self.norm(self.inp(x)))
        h = h + emb[:, :, None, None]
        return self.out(h)


def diffusion_loss(model, x0, steps=50):
    betas = torch.linspace(1e-4, 0.02, steps)
    bars = torch.cumprod(1 - betas, dim=0)
    t = torch.randint(0, steps, (x0.size(0),))
    noise = torch.randn_like(x0)
    a = bars[t].view(-1, 1, 1, 1)
    xt = a.sqrt() * x0 + (1 - a).sqrt() * noise
    predicted = model(xt, t)
    return F.mse_loss(predicted, noise)


class Quantizer(nn.Module):
    def __init__(self, codes=16, width=8):
        super().__init__()
        self.codebook = nn.Embedding(codes, width)

    def forward(self, z):
        flat = z.permute(0, 2, 3, 1).reshape(-1, z.shape[1])
        distances = torch.cdist(flat, self.codebook.weight)
        indices = distances.argmin(1)
        quantized = (
            self.codebook(indices).view(z.size(0), z.size(2), z.size(3), -1).permute(0, 3, 1, 2)
        )
        commit = F.mse_loss(z, quantized.detach())
        through = z + (quantized - z).detach()
        return through, indices, commit


class Coupling(nn.Module):
    def __init__(self, dim=6):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(dim // 2, 16), nn.ReLU(), nn.Linear(16, dim))

    def forward(self, x):
        x1, x2 = x.chunk(2, dim=1)
        log_scale, shift = self.net(x1).chunk(2, dim=1)
        y2 = x2 * log_scale.exp() + shift
        log_det = log_scale.sum(dim=1)
        return torch.cat([x1, y2], dim=1), log_det


class MaskedConv(nn.Conv2d):
    def forward(self, x):
        mask = torch.ones_like(self.weight)
        mask[:, :, self.kernel_size[0] // 2, self.kernel_size[1] // 2 :] = 0
        return F.conv2d(x, self.weight * mask, self.bias, padding=self.padding)


class MixtureDensity(nn.Module):
    def __init__(self, k=3):
        super().__init__()
        self.body, self.k = nn.Linear(1, 12), k
        self.pi, self.mean, self.scale = nn.Linear(12, k), nn.Linear(12, k), nn.Linear(12, k)

    def forward(self, x, y):
        h = torch.tanh(self.body(x))
        log_pi = self.pi(h).log_softmax(-1)
        normal = torch.distributions.Normal(self.mean(h), self.scale(h).exp())
        log_prob = normal.log_prob(y.expand(-1, self.k))
        return -torch.logsumexp(log_pi + log_prob, dim=-1).mean()


recon, mu, logvar = VAE()(torch.rand(5, 1, 28, 28))
fake = Generator()(torch.randn(4, 10))
verdict = Discriminator()(fake)
loss = diffusion_loss(Denoiser(), torch.randn(3, 1, 12, 12))
codes, indices, commit = Quantizer()(torch.randn(2, 8, 5, 5))
flowed, log_det = Coupling()(torch.randn(7, 6))
pixels = MaskedConv(1, 4, 5, padding=2)(torch.rand(2, 1, 9, 9))
nll = MixtureDensity()(torch.randn(8, 1), torch.randn(8, 1))
