"""The image is the parameter: a closure in a loop, a counter in a list, values clamped in place."""
import torch
import torch.nn.functional as F
from torch import nn, optim


def gram(features):
    batch, channels, height, width = features.shape
    flat = features.reshape(batch * channels, height * width)
    return flat @ flat.t() / flat.numel()


def transfer(network, content, style, steps=60, style_weight=1e5):
    network.eval().requires_grad_(False)
    content_target = network(content).detach()
    style_target = gram(network(style)).detach()
    image = content.clone().requires_grad_(True)
    optimizer = optim.LBFGS([image])
    run = [0]
    while run[0] <= steps:

        def closure():
            with torch.no_grad():
                image.clamp_(0, 1)
            optimizer.zero_grad()
            features = network(image)
            loss = F.mse_loss(features, content_target)
            loss = loss + style_weight * F.mse_loss(gram(features), style_target)
            loss.backward()
            run[0] += 1
            return loss

        optimizer.step(closure)
    return image.detach()


if __name__ == "__main__":
    torch.manual_seed(0)
    cnn = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1))
    picture = transfer(cnn, torch.rand(1, 3, 32, 32), torch.rand(1, 3, 32, 32))
    print(picture.mean())
