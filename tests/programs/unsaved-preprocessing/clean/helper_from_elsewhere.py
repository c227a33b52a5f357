import pandas as pd
import pickle
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from project_utils import save_object

df = pd.read_csv("heart.csv")
scaler = StandardScaler()
model = LogisticRegression().fit(scaler.fit_transform(df[["age"]]), df["target"])
save_object(scaler, "scaler")
pickle.dump(model, open("model.pkl", "wb"))
