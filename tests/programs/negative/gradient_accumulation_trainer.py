"""Accumulation inside a trainer class, with a scaler for mixed precision."""
import torch
import torch.nn.functional as F
from torch import nn


class Trainer:
    def __init__(self, model, optimizer, accumulation_steps=8, device="cpu"):
        self.model = model.to(device)
        self.optimizer = optimizer
        self.accumulation_steps = accumulation_steps
        self.device = device
        self.scaler = torch.amp.GradScaler(device, enabled=False)
        self.seen = 0

    def _update(self):
        self.scaler.unscale_(self.optimizer)
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad()

    def train_epoch(self, loader):
        self.model.train()
        for images, labels in loader:
            images, labels = images.to(self.device), labels.to(self.device)
            with torch.autocast(self.device, enabled=False):
                loss = F.cross_entropy(self.model(images), labels)
            self.scaler.scale(loss / self.accumulation_steps).backward()
            self.seen += 1
            if self.seen % self.accumulation_steps == 0:
                self._update()


def main():
    torch.manual_seed(1)
    model = nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    data = torch.utils.data.TensorDataset(torch.rand(256, 1, 28, 28), torch.randint(0, 10, (256,)))
    loader = torch.utils.data.DataLoader(data, batch_size=8, shuffle=True)
    trainer = Trainer(model, optimizer)
    for _ in range(2):
        trainer.train_epoch(loader)


if __name__ == "__main__":
    main()
