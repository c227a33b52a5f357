"""The filled table goes through a file of the program's own, under the same name."""

import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

sales = pd.read_csv("sales.csv", parse_dates=["sold"])
sales["year"] = sales["sold"].dt.year
for name, column in sales.items():
    if pd.api.types.is_numeric_dtype(column):
        sales[name] = column.fillna(column.median())  # expect: fit-before-split
sales.drop(columns="sold").to_csv("filled.csv", index=False)

filled = pd.read_csv("filled.csv")
later = filled[filled["year"] == 2024]
before = filled[filled["year"] != 2024]
forest = RandomForestRegressor(random_state=0).fit(before.drop(columns="price"), before["price"])
guess = forest.predict(later.drop(columns="price"))
print(mean_absolute_error(later["price"], guess))
