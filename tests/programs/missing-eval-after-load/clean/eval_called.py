import torch
from torchvision.models import resnet18

model = resnet18(num_classes=4)
model.load_state_dict(torch.load("model.pt"))
model.to("cuda").eval()
print(model(torch.load("batch.pt").cuda()).argmax(1))
