import joblib
import pandas as pd
from flask import Flask, request

app = Flask(__name__)
scaler = joblib.load("scaler.joblib")
model = joblib.load("model.joblib")


@app.post("/predict")
def predict():
    data = pd.DataFrame([request.get_json()])
    return {"prediction": model.predict(scaler.transform(data)).tolist()}
