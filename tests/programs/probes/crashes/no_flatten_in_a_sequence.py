import torch
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(3, 8, 3, stride=2),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(4),
    nn.Linear(128, 5),
)
batch = torch.randn(4, 3, 32, 32)
print(model(batch))  # fix: Insert `nn.Flatten()` before `nn.Linear(128, 5)`
