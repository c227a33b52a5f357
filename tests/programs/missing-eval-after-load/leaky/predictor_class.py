import torch
from torchvision.models import resnet50


class Predictor:
    def __init__(self, weights):
        self.model = resnet50(num_classes=12)
        self.model.load_state_dict(torch.load(weights))  # expect: missing-eval-after-load

    def predict(self, batch):
        with torch.no_grad():
            return self.model(batch).softmax(1)


print(Predictor("best.pt").predict(torch.load("batch.pt")))
