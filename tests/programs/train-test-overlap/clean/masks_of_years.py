"""Three masks over one table, none of them shares a year; the last model learns from two of them."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

harvest = pd.read_csv("harvest.csv")
features = ["rain", "sun", "nitrogen", "altitude"]
is_test = harvest["year"] >= 2021
is_valid = (harvest["year"] >= 2018) & ~is_test
is_train = harvest["year"] < 2018
train, valid, test = harvest[is_train], harvest[is_valid], harvest[is_test]

best_depth, best_error = None, float("inf")
for depth in (4, 8, 12, None):
    forest = RandomForestRegressor(max_depth=depth, random_state=0)
    forest.fit(train[features], train["tons"])
    error = mean_absolute_error(valid["tons"], forest.predict(valid[features]))
    if error < best_error:
        best_depth, best_error = depth, error

both = pd.concat([train, valid])
final = RandomForestRegressor(max_depth=best_depth, random_state=0).fit(both[features], both["tons"])
print("tons off per hectare:", mean_absolute_error(test["tons"], final.predict(test[features])))
