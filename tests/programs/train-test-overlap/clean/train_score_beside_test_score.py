import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

bikes = pd.read_csv("bikes.csv")
X = bikes.drop(columns=["count"])
y = bikes["count"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

forest = RandomForestRegressor(random_state=0)
forest.fit(X_train, y_train)
for name, data, truth in [("train", X_train, y_train), ("test", X_test, y_test)]:
    print(name, forest.score(data, truth))
