"""After the test score is printed, the shipped model learns from all rows, which is right."""
import joblib
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

houses = pd.read_csv("houses.csv").dropna(subset=["price"])
X = houses.drop(columns="price")
y = houses["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=11)

model = make_pipeline(StandardScaler(), HistGradientBoostingRegressor(random_state=11))
model.fit(X_train, y_train)
print("held-out MAE:", mean_absolute_error(y_test, model.predict(X_test)))

model.fit(X, y)
joblib.dump(model, "houses.joblib")
