import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split

pilot = pd.read_csv("pilot_study.csv")
chosen = SelectKBest(k=12).fit(pilot.drop(columns="dose"), pilot["dose"])

study = pd.read_csv("main_study.csv")
X = chosen.transform(study.drop(columns="dose"))
y = study["dose"]
X_train, X_test, y_train, y_test = train_test_split(X, y)
lasso = Lasso(alpha=0.1).fit(X_train, y_train)
print(lasso.score(X_test, y_test))
