import torch
from torchvision.models import vgg16

from engine import evaluate

model = vgg16(num_classes=5)
model.load_state_dict(torch.load("vgg.pt"))
print(evaluate(model, torch.load("test.pt")))
print(model(torch.load("one.pt")))
