import torch
from torch import nn
from torchvision import models

model = models.resnet50()
model.fc = nn.Linear(2048, 7)
checkpoint = torch.load("pretrained.pth", map_location="cpu")
model.load_state_dict(checkpoint["state_dict"], strict=False)  # expect: ignored-state-dict-keys
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
