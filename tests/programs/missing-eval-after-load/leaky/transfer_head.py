import torch
from PIL import Image
from torch import nn
from torchvision import models, transforms


def load(path):
    model = models.mobilenet_v2()
    model.classifier[1] = nn.Linear(1280, 3)
    model.load_state_dict(torch.load(path, map_location="cpu"))  # expect: missing-eval-after-load
    return model


to_tensor = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
model = load("flowers.pth")
image = to_tensor(Image.open("rose.jpg")).unsqueeze(0)
print(torch.softmax(model(image), 1))
