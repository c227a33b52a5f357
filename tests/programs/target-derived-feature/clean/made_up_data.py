import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(0)
df = pd.DataFrame({"x": rng.normal(size=200)})
df["y"] = df["x"] * 3 + 1
X_train, X_test, y_train, y_test = train_test_split(df[["x"]], df["y"], random_state=0)
print(LinearRegression().fit(X_train, y_train).coef_, X_test.shape, y_test.shape)
