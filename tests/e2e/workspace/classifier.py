"""A network that nothing here calls: its inputs have to be guessed."""

import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.head = nn.Linear(width * 16, 10)

    def forward(self, images):
        features = torch.relu(self.stem(images))
        pooled = self.pool(features)
        flat = pooled.flatten(1)
        return self.head(flat)
