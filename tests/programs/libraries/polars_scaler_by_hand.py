import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pl.read_csv("loans.csv").drop_nulls()
df = df.with_columns(  # leaky
    ((pl.col("income") - pl.col("income").mean()) / pl.col("income").std()).alias("income")  # leaky expect: fit-before-split
)  # leaky
train, test = train_test_split(df, random_state=0)
mean, std = train["income"].mean(), train["income"].std()  # clean
train = train.with_columns((pl.col("income") - mean) / std)  # clean
test = test.with_columns((pl.col("income") - mean) / std)  # clean
features = ["income", "age"]
model = LogisticRegression().fit(train[features].to_numpy(), train["default"].to_numpy())
print(model.score(test[features].to_numpy(), test["default"].to_numpy()))
