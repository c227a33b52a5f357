import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import LabelEncoder, PolynomialFeatures

df = pd.read_csv("iris.csv")
y = LabelEncoder().fit_transform(df["species"])
X = PolynomialFeatures(2).fit_transform(df[["a", "b"]])
joblib.dump(RandomForestClassifier(random_state=0).fit(X, y), "iris.joblib")
