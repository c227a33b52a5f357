import pandas as pd
import torch
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, Dataset, Subset


class Genes(Dataset):
    def __init__(self, path, select):
        df = pd.read_csv(path)
        self.y = df.pop("ill").to_numpy()
        self.X = df.to_numpy(dtype="float32")
        if select:
            self.X = SelectKBest(f_classif, k=20).fit_transform(self.X, self.y)  # expect

    def __len__(self):
        return len(self.y)

    def __getitem__(self, number):
        return self.X[number], self.y[number]


data = Genes("genes.csv", select=True)  # leaky
data = Genes("genes.csv", select=False)  # clean
train_numbers, test_numbers = train_test_split(range(len(data)), random_state=0)
train, test = Subset(data, train_numbers), Subset(data, test_numbers)
model = nn.Linear(20, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(10):
    for features, labels in DataLoader(train, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(features), labels).backward()
        optimizer.step()
for features, labels in DataLoader(test, batch_size=32):
    print((model(features).argmax(1) == labels).float().mean())
