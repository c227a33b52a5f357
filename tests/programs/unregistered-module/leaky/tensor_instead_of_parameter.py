import math

import torch
import torch.nn as nn


class Linear(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = torch.randn(inputs, outputs, requires_grad=True)  # expect: unregistered-module
        self.bias = torch.zeros(outputs, requires_grad=True)  # expect: unregistered-module
        self.scale = 1 / math.sqrt(inputs)

    def forward(self, x):
        return x @ self.weight * self.scale + self.bias


class Prompted(nn.Module):
    def __init__(self, device):
        super().__init__()
        self.prompt = nn.Parameter(torch.zeros(4, 8)).to(device)  # expect: unregistered-module
        self.biases = [nn.Parameter(torch.zeros(8)) for _ in range(3)]  # expect: unregistered-module

    def forward(self, x):
        for bias in self.biases:
            x = x + bias
        return torch.cat([self.prompt, x])


net = nn.Sequential(Linear(4, 8), nn.ReLU(), Linear(8, 2))
print(list(net.parameters()), Prompted("cpu")(torch.zeros(2, 8)).shape)
