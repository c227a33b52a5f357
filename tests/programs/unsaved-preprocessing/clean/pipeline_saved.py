import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("houses.csv")
pipe = Pipeline([("scale", StandardScaler()), ("ridge", Ridge())])
pipe.fit(df[["rooms", "area"]], df["price"])
joblib.dump(pipe, "houses.joblib")
