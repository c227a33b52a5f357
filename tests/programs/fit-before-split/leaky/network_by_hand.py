import numpy as np
import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

frame = pd.read_csv("concrete.csv")
X = MinMaxScaler().fit_transform(frame.drop(columns="strength"))  # expect: fit-before-split
y = frame["strength"].to_numpy(dtype=np.float32)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
train = TensorDataset(torch.FloatTensor(X_train), torch.from_numpy(y_train))
test = TensorDataset(torch.FloatTensor(X_test), torch.from_numpy(y_test))

network = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 1), nn.Flatten(0))
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
criterion = nn.MSELoss()
for epoch in range(50):
    network.train()
    for features, target in DataLoader(train, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        loss = criterion(network(features), target)
        loss.backward()
        optimizer.step()
    network.eval()
    with torch.no_grad():
        print(np.mean([criterion(network(a), b).item() for a, b in DataLoader(test, batch_size=256)]))
