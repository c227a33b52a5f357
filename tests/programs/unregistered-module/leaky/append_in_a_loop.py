import torch
import torch.nn as nn
import torch.nn.functional as F


class MLP(nn.Module):
    def __init__(self, input_size, hidden_sizes, num_classes):
        super(MLP, self).__init__()
        self.layers = []  # expect: unregistered-module
        size = input_size
        for hidden in hidden_sizes:
            self.layers.append(nn.Linear(size, hidden))
            size = hidden
        self.output = nn.Linear(size, num_classes)

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        return self.output(x)


if __name__ == "__main__":
    net = MLP(20, [64, 64, 64], 4)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        F.cross_entropy(net(torch.randn(8, 20)), torch.randint(0, 4, (8,))).backward()
        optimizer.step()
