import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

dataset = TensorDataset(torch.load("x.pt"), torch.load("y.pt"))
train_set, val_set = random_split(dataset, [800, 200])
model = nn.Linear(10, 2)  # expect: unseeded-randomness
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in DataLoader(train_set, batch_size=32, shuffle=True):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
model.eval()
with torch.no_grad():
    hits = sum((model(x).argmax(1) == y).sum().item() for x, y in DataLoader(val_set))
print("accuracy", hits / len(val_set))
