"""X is all of the table, but the helper popped the label out of it before."""
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import median_absolute_error
from sklearn.model_selection import train_test_split


def take_label(table, name):
    return table.pop(name)


def prepared(table):
    table = table.copy()
    table["per_room"] = table["area"] / table["rooms"].clip(lower=1)
    for column in table.select_dtypes("object"):
        table[column] = table[column].astype("category").cat.codes
    return table


rents = pd.read_csv("rents.csv")
label = take_label(rents, "rent")
X = prepared(rents)
X_train, X_test, y_train, y_test = train_test_split(X, label, random_state=4)
model = GradientBoostingRegressor(random_state=4).fit(X_train, y_train)
print(median_absolute_error(y_test, model.predict(X_test)))
