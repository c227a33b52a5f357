import torch
import torch.nn as nn

model = nn.Sequential(
    nn.Flatten(),
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(100, 10),
)
images = torch.rand(16, 1, 28, 28)
logits = model(images)
