"""Only the dropout layers are switched on again, batch norm stays in eval mode."""
import numpy as np
import torch
from torch import nn


def enable_dropout(model):
    for module in model.modules():
        if isinstance(module, (nn.Dropout, nn.Dropout2d)):
            module.train()


@torch.no_grad()
def uncertainty(model, batch, passes=20):
    model.eval()
    enable_dropout(model)
    probabilities = np.stack([model(batch).softmax(dim=-1).numpy() for _ in range(passes)])
    mean = probabilities.mean(axis=0)
    entropy = -(mean * np.log(mean + 1e-12)).sum(axis=-1)
    model.eval()
    return mean, entropy


torch.manual_seed(0)
classifier = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1),
    nn.BatchNorm2d(8),
    nn.ReLU(),
    nn.Dropout2d(0.25),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Dropout(0.5),
    nn.Linear(8, 10),
)
mean, entropy = uncertainty(classifier, torch.rand(16, 1, 28, 28))
print(mean.argmax(axis=-1), entropy.round(2))
