from torch import nn
from torch.nn import functional as F


class Activations(nn.Module):
    def __init__(self):
        super().__init__()
        self.activations = [nn.ReLU(), nn.Tanh(), nn.Sigmoid()]
        self.pools = {"max": nn.MaxPool2d(2), "mean": nn.AvgPool2d(2)}
        self.losses = [(nn.L1Loss(), 1.0), (nn.MSELoss(), 0.5)]
        self.sizes = [64, 32]
        self.outputs = []
        self.conv = nn.Conv2d(3, 3, 3)

    def forward(self, x):
        for activation in self.activations:
            x = activation(self.conv(x))
        self.outputs.append(x)
        return F.relu(self.pools["max"](x))
