import torch
from torchvision.models import resnet18

model = resnet18(num_classes=3)
loaded = torch.load("imagenet.pt")
own = model.state_dict()
fitting = {k: v for k, v in loaded.items() if k in own and v.shape == own[k].shape}
print(f"{len(fitting)} of {len(own)} tensors fit")
model.load_state_dict(fitting, strict=False)
