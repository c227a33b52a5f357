import pytorch_lightning as pl
import torch
from torch import nn


class Ensemble(pl.LightningModule):
    def __init__(self, members: int = 5):
        super().__init__()
        self.members = tuple(nn.Linear(4, 1) for _ in range(members))  # expect: unregistered-module
        self.loss = nn.MSELoss()

    def forward(self, x):
        return torch.stack([member(x) for member in self.members]).mean(0)

    def training_step(self, batch, index):
        x, y = batch
        return self.loss(self(x), y)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())
