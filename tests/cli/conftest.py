"""Runs the command as a user does: as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2] / "server"

LEAKY = """\
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("data.csv")
X, y = df.drop(columns="label"), df["label"]
X = SelectKBest(k=10).fit_transform(X, y)
X_tr, X_te, y_tr, y_te = train_test_split(X, y)
model = LogisticRegression().fit(X_tr, y_tr)
print(model.score(X_te, y_te))
"""

NO_ZERO_GRAD = """\
import torch
from torch import nn

net = nn.Linear(4, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(8, 4), torch.randn(8, 1)
for epoch in range(3):
    loss = nn.functional.mse_loss(net(x), y)
    loss.backward()  # é
    optimizer.step()
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def dyetrace(folder):
    def run(*arguments, stdin=None, **variables):
        inherited = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
        return subprocess.run(
            [sys.executable, "-m", "dyetrace", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=folder,
            env={**inherited, "PYTHONPATH": str(SERVER), "PYTHONUTF8": "1", **variables},
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run
