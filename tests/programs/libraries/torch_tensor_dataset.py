import pandas as pd
import torch
from sklearn.feature_selection import SelectKBest, f_classif
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]).to_numpy(), df["ill"].to_numpy()
X = SelectKBest(f_classif, k=20).fit_transform(X, y)  # leaky expect
X = X.astype("float32")  # clean
data = TensorDataset(torch.tensor(X), torch.tensor(y))
train, test = random_split(data, [800, 200])
model = nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 2))
optimizer = torch.optim.Adam(model.parameters())
criterion = nn.CrossEntropyLoss()
for epoch in range(20):
    for features, labels in DataLoader(train, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        criterion(model(features), labels).backward()
        optimizer.step()
model.eval()
right = 0
with torch.no_grad():
    for features, labels in DataLoader(test, batch_size=64):
        right += (model(features).argmax(1) == labels).sum().item()
print(right / len(test))
