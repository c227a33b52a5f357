import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.Tanh(), nn.Linear(32, 5))
loss_fn = nn.NLLLoss()
opt = torch.optim.SGD(net.parameters(), lr=0.05)
data, labels = torch.randn(200, 1, 8, 8), torch.randint(5, (200,))
for i in range(0, 200, 25):
    opt.zero_grad()
    loss = loss_fn(  # expect: missing-activation-before-loss
        net(data[i : i + 25]), labels[i : i + 25]
    )
    loss.backward()
    opt.step()
