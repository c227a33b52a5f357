import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("train.csv")
df["SalePrice"] = np.log1p(df["SalePrice"])
X = df.drop(columns=["SalePrice"])
X_train, X_test, y_train, y_test = train_test_split(X, df["SalePrice"], random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
