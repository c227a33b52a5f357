import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Regressor(nn.Module):
    def __init__(self, width: int = 16):
        super().__init__()
        self.body = nn.Linear(4, width)
        self.head = nn.Linear(width, 1)

    def forward(self, x):
        return self.head(torch.tanh(self.body(x))).squeeze(1)


class Trainer:
    def __init__(self, model: nn.Module, lr: float = 1e-3):
        self.model = model
        self.criterion = nn.MSELoss()
        self.optimizer = optim.Adam(self.model.parameters(), lr=lr)

    def train_step(self, batch):
        x, y = batch
        loss = self.criterion(self.model(x), y)
        loss.backward()  # expect: missing-zero-grad
        self.optimizer.step()
        return loss.item()

    def fit(self, loader, epochs=3):
        for epoch in range(epochs):
            self.model.train()
            losses = [self.train_step(batch) for batch in loader]
            print(f"epoch {epoch}: {sum(losses) / len(losses):.4f}")


if __name__ == "__main__":
    x = torch.randn(128, 4)
    data = TensorDataset(x, x.sum(dim=1))
    Trainer(Regressor()).fit(DataLoader(data, batch_size=16))
