"""A script that is over in a moment."""

import torch


def wave(steps):
    phase = torch.linspace(0, 6, steps)
    return torch.sin(phase)


heights = wave(50)
