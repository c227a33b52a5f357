"""Programs that the command line is tried on, and where its package lies."""

from pathlib import Path

SERVER = Path(__file__).resolve().parents[2] / "server"

LEAKY = """\
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("data.csv")
X, y = df.drop(columns="label"), df["label"]
X = SelectKBest(k=10).fit_transform(X, y)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_tr, y_tr)
print(model.score(X_te, y_te))
"""

NO_ZERO_GRAD = """\
import torch
from torch import nn; torch.manual_seed(0)

net = nn.Linear(4, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(8, 4), torch.randn(8, 1)
for epoch in range(3):
    loss = nn.functional.mse_loss(net(x), y)
    loss.backward()  # é
    optimizer.step()
"""
