import torch
from torch import nn


def conv(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU())


class Pyramid(nn.Module):
    def __init__(self, channels=(3, 16, 32, 64)):
        super().__init__()
        stages = []
        for a, b in zip(channels[:-1], channels[1:]):
            stages.append(conv(a, b))
        self.stages = stages  # expect: unregistered-module
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        features = []
        for stage in self.stages:
            x = self.pool(stage(x))
            features.append(x)
        return features


def main():
    model = Pyramid().to("cpu")
    print([f.shape for f in model(torch.randn(1, 3, 32, 32))])


main()
