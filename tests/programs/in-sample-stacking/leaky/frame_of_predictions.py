"""A frame with one column for each model."""
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR

df = pd.read_csv("energy.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["load"]), df["load"])
svr = SVR().fit(X_train, y_train)
trees = ExtraTreesRegressor(random_state=0).fit(X_train, y_train)
meta_train = pd.DataFrame({"svr": svr.predict(X_train), "trees": trees.predict(X_train)})
meta_test = pd.DataFrame({"svr": svr.predict(X_test), "trees": trees.predict(X_test)})
meta = Lasso(alpha=0.01)
meta.fit(meta_train, y_train)  # expect: in-sample-stacking
print(meta.score(meta_test, y_test))
