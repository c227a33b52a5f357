import torch
from torch import nn

digits = torch.rand(10, 28, 28)
net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 26 * 26, 10))
stem = net[0]
features = stem(digits[:, None])
norm = nn.BatchNorm2d(4)
extra = nn.Conv3d(1, 2, 3)
print(extra(torch.rand(2, 8, 8, 8).unsqueeze(1)).shape, norm(features).shape)
frames = torch.rand(5, 3, 8, 8)
volume = nn.Conv2d(1, 4, 3)
print(volume(frames))  # fix: Change `nn.Conv2d(1, 4)` to `nn.Conv2d(3, 4)`
