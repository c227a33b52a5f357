import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.dropout = nn.Dropout(0.5)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc2(self.dropout(torch.relu(self.fc1(x))))


net = Net()
net.load_state_dict(torch.load("mnist.pt"))  # expect: missing-eval-after-load
digits = torch.load("digits.pt")
with torch.no_grad():
    print(net(digits).argmax(dim=1))
