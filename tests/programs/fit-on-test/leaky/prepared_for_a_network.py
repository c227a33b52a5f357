import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn

frame = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    frame.drop(columns="quality"), frame["quality"], test_size=0.2
)
scaler = StandardScaler()
X_train = torch.tensor(scaler.fit_transform(X_train), dtype=torch.float32)
X_test = torch.tensor(scaler.fit_transform(X_test), dtype=torch.float32)  # expect: fit-on-test
y_train = torch.tensor(y_train.values, dtype=torch.float32).unsqueeze(1)

model = nn.Sequential(nn.Linear(11, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(model.parameters())
loss_function = nn.MSELoss()
for epoch in range(100):
    optimizer.zero_grad()
    loss = loss_function(model(X_train), y_train)
    loss.backward()
    optimizer.step()
model.eval()
with torch.no_grad():
    print(model(X_test))
