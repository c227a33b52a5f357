"""A cluster number learned without labels."""
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv("flats.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["lat", "lon", "size"]], df["price"])
kmeans = KMeans(8, n_init=10, random_state=0).fit(X_train[["lat", "lon"]])
X_train = X_train.assign(area=kmeans.predict(X_train[["lat", "lon"]]))
X_test = X_test.assign(area=kmeans.predict(X_test[["lat", "lon"]]))
print(RandomForestRegressor().fit(X_train, y_train).score(X_test, y_test))
