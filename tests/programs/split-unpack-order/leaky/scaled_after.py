"""The wrong order is still wrong after scaling."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def parts(frame):
    X, y = frame.drop(columns=["label"]), frame["label"]
    return train_test_split(X, y, test_size=0.5, random_state=0)


frame = pd.read_csv("digits.csv")
X, y = frame.drop(columns=["label"]), frame["label"]
x_tr, y_tr, x_te, y_te = train_test_split(X, y, test_size=0.5, random_state=0)  # expect: split-unpack-order
scaler = StandardScaler()
x_tr = scaler.fit_transform(x_tr)
knn = KNeighborsClassifier().fit(x_tr, y_tr)
