import pandas as pd
import statsmodels.api as sm
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
X, y = df.drop(columns=["price"]), df["price"]
selector = SelectKBest(f_regression, k=5)
X = selector.fit_transform(X, y)  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
results = sm.OLS(y_train, sm.add_constant(X_train)).fit()
print(results.summary())
print(r2_score(y_test, results.predict(sm.add_constant(X_test))))
