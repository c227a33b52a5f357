import torch
from torch import nn

torch.manual_seed(0)
images = torch.randint(0, 256, (128, 3, 16, 16)).float()
labels = torch.randint(0, 4, (128,))
model = nn.Sequential(
    nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(128, 4)
)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for i in range(0, 128, 32):
    optimizer.zero_grad()
    outputs = model(images[i : i + 32])  # expect: bad-input-range
    loss = nn.functional.cross_entropy(outputs, labels[i : i + 32])
    loss.backward()
    optimizer.step()
