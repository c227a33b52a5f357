import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
correlation = houses.corr(numeric_only=True)  # expect: selection-before-split
strong = correlation[abs(correlation["SalePrice"]) > 0.3].index.drop("SalePrice")
X = houses[strong]
y = houses["SalePrice"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
forest = RandomForestRegressor().fit(X_train, y_train)
print(r2_score(y_test, forest.predict(X_test)))
