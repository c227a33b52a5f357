"""Minority rows are drawn again until the classes are level, and the level table is split."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_fscore_support
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.utils import resample


def balance(claims, label="fraud"):
    honest = claims[claims[label] == 0]
    fraud = claims[claims[label] == 1]
    more = resample(fraud, replace=True, n_samples=len(honest), random_state=12)  # expect: resampling-before-split
    return pd.concat([honest, more]).sample(frac=1, random_state=12).reset_index(drop=True)


claims = pd.read_csv("claims.csv").drop(columns=["claim_id"])
claims = balance(claims)
X, y = claims.drop(columns=["fraud"]), claims["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=12)
scaler = StandardScaler().fit(X_train)
model = LogisticRegression(max_iter=2000).fit(scaler.transform(X_train), y_train)
precision, recall, f1, _ = precision_recall_fscore_support(
    y_test, model.predict(scaler.transform(X_test)), average="binary"
)
print(f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
