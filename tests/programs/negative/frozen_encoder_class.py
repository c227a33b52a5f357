"""A frozen encoder held without gradients, only the trainable parameters are given to the optimizer."""
import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self, encoder, width, classes):
        super().__init__()
        self.encoder = encoder
        for parameter in self.encoder.parameters():
            parameter.requires_grad_(False)
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, classes))

    def train(self, mode=True):
        super().train(mode)
        self.encoder.eval()
        return self

    def forward(self, x):
        with torch.no_grad():
            features = self.encoder(x)
        return self.head(features)


def main():
    torch.manual_seed(0)
    encoder = nn.Sequential(nn.Linear(30, 64), nn.BatchNorm1d(64), nn.ReLU())
    model = Classifier(encoder, 64, 3)
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trainable, lr=1e-3)
    x, y = torch.randn(128, 30), torch.randint(0, 3, (128,))
    model.train()
    for _ in range(20):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(loss.item())


main()
