import torch
from torch import nn

torch.manual_seed(0)


class Mixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(6, 8, 3, padding=1)
        self.fc = nn.Linear(8 * 10, 3)

    def forward(self, x):
        h = torch.relu(self.conv(x))
        h = h.permute(2, 0, 1)
        return self.fc(h.reshape(x.size(0), -1))  # expect: batch-mixing


net = Mixer()
opt = torch.optim.Adam(net.parameters())
for step in range(6):
    x, y = torch.randn(16, 6, 10), torch.randint(0, 3, (16,))
    loss = nn.functional.cross_entropy(net(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
