import polars as pl
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

df = pl.read_parquet("clicks.parquet").sample(fraction=1.0, shuffle=True, seed=0)
df = df.with_columns(pl.col("clicked").mean().over("site").alias("site_rate"))  # leaky expect
cut = int(0.8 * df.height)
train, test = df[:cut], df[cut:]
rates = train.group_by("site").agg(pl.col("clicked").mean().alias("site_rate"))  # clean
train, test = train.join(rates, on="site", how="left"), test.join(rates, on="site", how="left")  # clean
features = ["site_rate", "hour"]
forest = RandomForestClassifier(random_state=0)
forest.fit(train.select(features).to_pandas(), train["clicked"].to_pandas())
scores = forest.predict_proba(test.select(features).to_pandas())[:, 1]
print(roc_auc_score(test["clicked"].to_pandas(), scores))
