import polars as pl
from sklearn.linear_model import Ridge

frame = pl.scan_csv("houses.csv").filter(pl.col("price") > 0).with_row_index("row")
frame = frame.with_columns(pl.col("area").fill_null(pl.col("area").median()))  # leaky expect: fit-before-split
frame = frame.with_columns(pl.col("area").fill_null(0))  # clean
data = frame.collect()
train = data.filter(pl.col("row") % 5 != 0)
test = data.filter(pl.col("row") % 5 == 0)
columns = ["area", "rooms"]
model = Ridge().fit(train[columns].to_numpy(), train["price"].to_numpy())
print(model.score(test[columns].to_numpy(), test["price"].to_numpy()))
