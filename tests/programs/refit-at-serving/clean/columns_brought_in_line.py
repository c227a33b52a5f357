import json
import pickle

import pandas as pd

model = pickle.load(open("model.pkl", "rb"))
columns = json.load(open("columns.json"))


def predict(rows):
    X = pd.get_dummies(pd.DataFrame(rows)).reindex(columns=columns, fill_value=0)
    return model.predict(X)


print(predict([{"city": "Rome"}]))
