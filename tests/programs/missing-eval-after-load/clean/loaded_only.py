import torch
from torchvision.models import resnet18

model = resnet18()
model.load_state_dict(torch.load("model.pt"))
torch.onnx.export(model, torch.randn(1, 3, 224, 224), "model.onnx")
print(sum(p.numel() for p in model.parameters()))
