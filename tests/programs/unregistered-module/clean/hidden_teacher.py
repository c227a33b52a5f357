import copy

import torch
from torch import nn


class Distiller(nn.Module):
    def __init__(self, student, teacher):
        super().__init__()
        self.student = student
        # In a list, so that the teacher's weights are neither trained nor saved.
        self._teacher = [teacher]

    def forward(self, x):
        with torch.no_grad():
            target = self._teacher[0](x)
        return nn.functional.mse_loss(self.student(x), target)


class Perceptual(nn.Module):
    def __init__(self):
        super().__init__()
        self.extractors = [nn.Conv2d(3, 8, 3), nn.Conv2d(8, 8, 3)]
        for extractor in self.extractors:
            extractor.eval()
            for p in extractor.parameters():
                p.requires_grad = False

    def forward(self, x, y):
        loss = 0
        for extractor in self.extractors:
            x, y = extractor(x), extractor(y)
            loss = loss + (x - y).abs().mean()
        return loss


class MeanTeacher(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(4, 2)
        self.shadow = {"net": copy.deepcopy(self.net).requires_grad_(False)}

    def forward(self, x):
        return self.net(x) - self.shadow["net"](x)


teacher = nn.Linear(4, 2)
print(Distiller(nn.Linear(4, 2), teacher)(torch.randn(3, 4)))
