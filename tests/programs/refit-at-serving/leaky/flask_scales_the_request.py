"""The service loads the model and standardises each request by the request itself."""
import joblib
import pandas as pd
from flask import Flask, jsonify, request
from sklearn.preprocessing import StandardScaler

app = Flask(__name__)
model = joblib.load("model.joblib")
COLUMNS = ["age", "income", "balance", "tenure"]


def prepare(records):
    frame = pd.DataFrame(records, columns=COLUMNS).fillna(0)
    scaler = StandardScaler()
    return scaler.fit_transform(frame)  # expect: refit-at-serving


@app.route("/predict", methods=["POST"])
def predict():
    features = prepare(request.get_json()["records"])
    return jsonify(churn=model.predict_proba(features)[:, 1].tolist())


if __name__ == "__main__":
    app.run(port=8000)
