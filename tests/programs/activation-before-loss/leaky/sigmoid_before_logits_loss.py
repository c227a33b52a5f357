import torch
import torch.nn.functional as F
from torch import nn


class UNetLike(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU())
        self.decoder = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        return torch.sigmoid(self.decoder(self.encoder(x)))  # expect: activation-before-loss


def train(model, batches, device):
    optimizer = torch.optim.Adam(model.parameters())
    for image, mask in batches:
        image, mask = image.to(device), mask.to(device)
        pred = model(image).squeeze(1)
        loss = F.binary_cross_entropy_with_logits(pred, mask)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


if __name__ == "__main__":
    device = torch.device("cpu")
    batches = [(torch.rand(2, 1, 16, 16), torch.rand(2, 16, 16).round()) for _ in range(3)]
    train(UNetLike().to(device), batches, device)
