import polars as pl
from sklearn.linear_model import Ridge

df = pl.read_csv("houses.csv").with_row_index("row")
test = df.sample(fraction=0.2, seed=1)  # expect: train-test-overlap
train = df  # leaky
train = df.join(test, on="row", how="anti")  # clean
columns = ["area", "rooms"]
model = Ridge().fit(train[columns].to_numpy(), train["price"].to_numpy())
print(model.score(test[columns].to_numpy(), test["price"].to_numpy()))
