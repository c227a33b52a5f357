import torch


def residual(x, y):
    z = x * 2
    return z + y


residual(torch.ones(8, 16), torch.ones(8, 12))
