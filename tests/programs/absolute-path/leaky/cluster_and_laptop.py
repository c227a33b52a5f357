from pathlib import Path

import torch

CHECKPOINTS = Path("/scratch/jdoe/runs/resnet")  # expect: absolute-path
BACKUP = Path("/Users/jdoe/Desktop/resnet")  # expect: absolute-path


def load(name):
    path = CHECKPOINTS / name
    return torch.load(path if path.exists() else BACKUP / name)


print(load("best.pt").keys())
