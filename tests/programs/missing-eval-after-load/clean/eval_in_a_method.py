import torch
from torchvision.models import densenet121


class Service:
    def __init__(self):
        self.model = densenet121(num_classes=2)
        self.model.load_state_dict(torch.load("xray.pt"))
        self.freeze()

    def freeze(self):
        self.model.train(mode=False)

    def __call__(self, image):
        return self.model(image)


print(Service()(torch.load("image.pt")))
