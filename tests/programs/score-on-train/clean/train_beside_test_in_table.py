"""The training score is in the table, right beside the one that counts."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor

wine = pd.read_csv("winequality.csv", sep=";")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns="quality"), wine["quality"], random_state=5
)
rows = []
for model in [LinearRegression(), DecisionTreeRegressor(random_state=5), RandomForestRegressor(random_state=5)]:
    model.fit(X_train, y_train)
    rows.append(
        {
            "model": type(model).__name__,
            "R2 train": model.score(X_train, y_train),
            "R2 test": model.score(X_test, y_test),
        }
    )
table = pd.DataFrame(rows).set_index("model")
table["gap"] = table["R2 train"] - table["R2 test"]
print(table.round(3))
