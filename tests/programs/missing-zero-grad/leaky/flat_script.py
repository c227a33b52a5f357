import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
features = torch.randn(256, 12)
labels = (features[:, 0] + features[:, 1] > 0).long()
loader = DataLoader(TensorDataset(features, labels), batch_size=32, shuffle=True)

net = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Linear(32, 2))
loss_fn = nn.CrossEntropyLoss()
opt = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)

for epoch in range(5):
    running = 0.0
    for xb, yb in loader:
        out = net(xb)
        loss = loss_fn(out, yb)
        loss.backward()  # expect: missing-zero-grad
        opt.step()
        running += loss.item()
    print(epoch, running / len(loader))
