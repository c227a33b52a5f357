"""Ten seeds of one network, reported as mean and spread."""
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("digits.csv")
X_train, X_test, y_train, y_test = train_test_split(
    df.drop(columns=["digit"]), df["digit"], random_state=0
)
scores = []
for seed in range(10):
    net = make_pipeline(StandardScaler(), MLPClassifier(random_state=seed)).fit(X_train, y_train)
    scores.append(net.score(X_test, y_test))
print(f"{np.mean(scores):.3f} +- {np.std(scores):.3f}")
