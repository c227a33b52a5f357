import joblib
import pandas as pd

scaler = joblib.load("scaler.pkl")
model = joblib.load("svm.pkl")

new = pd.read_csv("new_patients.csv")
model_input = scaler.fit_transform(new)  # expect: refit-at-serving
print(model.predict(model_input))
