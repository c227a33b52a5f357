import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(width, width), nn.BatchNorm1d(width), nn.ReLU())

    def forward(self, x):
        return x + self.body(x)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(32) for _ in range(4)])
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x)


def main():
    checkpoint = torch.load("run/best.ckpt")
    model = Model()
    model.load_state_dict(checkpoint["model"])  # expect: missing-eval-after-load
    model.to("cuda")
    for batch in torch.load("test.pt"):
        print(model(batch.to("cuda")))


if __name__ == "__main__":
    main()
