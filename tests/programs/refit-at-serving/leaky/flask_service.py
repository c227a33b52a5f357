import pickle

import pandas as pd
from flask import Flask, jsonify, request
from sklearn.preprocessing import StandardScaler

app = Flask(__name__)
model = pickle.load(open("model.pkl", "rb"))


@app.route("/predict", methods=["POST"])
def predict():
    data = pd.DataFrame(request.get_json())
    scaler = StandardScaler()
    X = scaler.fit_transform(data)  # expect: refit-at-serving
    return jsonify(model.predict(X).tolist())
