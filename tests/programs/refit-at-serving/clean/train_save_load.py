import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("houses.csv")
train, test = train_test_split(df, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(train[["rooms", "area"]])
model = Ridge().fit(X_train, train["price"])
joblib.dump((scaler, model), "model.joblib")
scaler2, loaded = joblib.load("model.joblib")
print(loaded.predict(scaler.transform(test[["rooms", "area"]])))
