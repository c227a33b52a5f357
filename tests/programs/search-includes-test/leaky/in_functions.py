"""The search stands in a helper that is given the whole frame."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def tune(features, labels):
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    search = GridSearchCV(pipeline, {"logisticregression__C": [0.1, 1, 10]}, scoring="f1")
    search.fit(features, labels)  # expect: search-includes-test
    return search


frame = pd.read_csv("churn.csv")
features, labels = frame.drop(columns=["left"]), frame["left"]
train_X, test_X, train_y, test_y = train_test_split(features, labels, random_state=0)
model = tune(features, labels)
print(f1_score(test_y, model.predict(test_X)))
