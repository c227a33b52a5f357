"""A Wasserstein GAN in functions: several critic steps, a penalty that needs a graph of a graph."""
import torch
from torch import nn


def gradient_penalty(critic, real, fake):
    mix = torch.rand(real.size(0), 1)
    between = (mix * real + (1 - mix) * fake).requires_grad_(True)
    scores = critic(between)
    (grad,) = torch.autograd.grad(scores.sum(), between, create_graph=True)
    return ((grad.norm(2, dim=1) - 1) ** 2).mean()


def critic_step(critic, generator, optimizer, real):
    with torch.no_grad():
        fake = generator(torch.randn(real.size(0), 8))
    loss = critic(fake).mean() - critic(real).mean() + 10 * gradient_penalty(critic, real, fake)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def generator_step(critic, generator, optimizer, size):
    for parameter in critic.parameters():
        parameter.requires_grad_(False)
    loss = -critic(generator(torch.randn(size, 8))).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    for parameter in critic.parameters():
        parameter.requires_grad_(True)
    return loss.item()


def main(steps=100):
    torch.manual_seed(3)
    critic = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
    generator = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 4))
    critic_optimizer = torch.optim.RMSprop(critic.parameters(), lr=5e-5)
    generator_optimizer = torch.optim.RMSprop(generator.parameters(), lr=5e-5)
    for step in range(steps):
        for _ in range(5):
            critic_loss = critic_step(critic, generator, critic_optimizer, torch.randn(32, 4))
        generator_loss = generator_step(critic, generator, generator_optimizer, 32)
        if step % 20 == 0:
            print(f"{step}: critic {critic_loss:.3f}, generator {generator_loss:.3f}")


if __name__ == "__main__":
    main()
