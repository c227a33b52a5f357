import pandas as pd
from sklearn.feature_selection import RFE
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
y = cars["price"]
X = cars.drop(columns=["price"])

rfe = RFE(LinearRegression(), n_features_to_select=8)
rfe.fit(X, y)  # expect: selection-before-split
columns = X.columns[rfe.support_]

X_train, X_test, y_train, y_test = train_test_split(X[columns], y, train_size=0.7, random_state=100)
regression = LinearRegression()
regression.fit(X_train, y_train)
print(r2_score(y_test, regression.predict(X_test)))
