import polars as pl
from sklearn.linear_model import Ridge

df = pl.read_csv("load.csv", try_parse_dates=True).sort("hour")
df = df.with_columns(next=pl.col("load").shift(-1), before=pl.col("load").shift(1))
df = df.with_columns(soon=pl.col("gas_price").shift(-2))  # leaky expect: lookahead-feature
df = df.with_columns(soon=pl.col("gas_price").shift(2))  # clean
df = df.drop_nulls()
train, test = df.head(5000), df.slice(5000)
features = ["before", "soon"]
model = Ridge().fit(train[features].to_numpy(), train["next"].to_numpy())
print(model.score(test[features].to_numpy(), test["next"].to_numpy()))
