"""Monte-Carlo dropout: the model stays in train mode at prediction, that is where the spread comes from."""
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.hidden = nn.Linear(8, width)
        self.dropout = nn.Dropout(0.3)
        self.out = nn.Linear(width, 1)

    def forward(self, x):
        return self.out(self.dropout(torch.relu(self.hidden(x))))


def mc_dropout_predict(model, x, samples=50):
    model.train()
    with torch.no_grad():
        draws = torch.stack([model(x) for _ in range(samples)])
    return draws.mean(0), draws.std(0)


features = torch.randn(600, 8)
targets = features[:, :1] * 2 + 0.3 * torch.randn(600, 1)
train_set, test_set = random_split(TensorDataset(features, targets), [500, 100])
model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
loss_function = nn.MSELoss()
for epoch in range(10):
    for x, y in DataLoader(train_set, batch_size=50, shuffle=True):
        optimizer.zero_grad()
        loss_function(model(x), y).backward()
        optimizer.step()

for x, y in DataLoader(test_set, batch_size=100):
    mean, spread = mc_dropout_predict(model, x)
    inside = ((y - mean).abs() < 2 * spread).float().mean()
    print(f"rmse {(y - mean).pow(2).mean().sqrt():.3f}, inside two sigma {inside:.2f}")
