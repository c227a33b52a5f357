"""The service loads what the training wrote: scaler, columns and model."""
import joblib
import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
bundle = joblib.load("bundle.joblib")
scaler, model, columns = bundle["scaler"], bundle["model"], bundle["columns"]


def prepare(records):
    frame = pd.get_dummies(pd.DataFrame(records), columns=["country"])
    frame = frame.reindex(columns=columns, fill_value=0)
    return scaler.transform(frame)


@app.route("/predict", methods=["POST"])
def predict():
    features = prepare(request.get_json()["records"])
    return jsonify(churn=model.predict_proba(features)[:, 1].tolist())


if __name__ == "__main__":
    app.run(port=8000)
