"""A pipeline on everything although the frame was split."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

churn = pd.read_csv("churn.csv")
train, test = train_test_split(churn, test_size=0.25, random_state=0)

pipeline = Pipeline([("scaler", StandardScaler()), ("model", LogisticRegression())])
pipeline.fit(churn.drop(columns=["left"]), churn["left"])  # expect: ignored-split
predicted = pipeline.predict(churn.drop(columns=["left"]))
print(f1_score(churn["left"], predicted))
