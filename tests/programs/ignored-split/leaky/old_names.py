"""The split came later, and the old names are still used."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

data = pd.read_csv("concrete.csv")
X = data.drop(columns=["strength"])
y = data["strength"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
print(X_train.shape, X_test.shape)

forest = RandomForestRegressor(random_state=0)
forest.fit(X, y)  # expect: ignored-split
print("R2:", r2_score(y, forest.predict(X)))
