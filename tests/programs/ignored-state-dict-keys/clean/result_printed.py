import torch
from torchvision.models import resnet18

model = resnet18()
print(model.load_state_dict(torch.load("net.pt"), strict=False))
