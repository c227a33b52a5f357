import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

clicks = pl.read_parquet("clicks.parquet")
ads = pl.read_csv("ads.csv")
clicks = clicks.join(ads, on="ad", how="left")  # expect: row-multiplying-merge
X = clicks.select("hour", "price", "position")
X_train, X_test, y_train, y_test = train_test_split(X, clicks["clicked"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
