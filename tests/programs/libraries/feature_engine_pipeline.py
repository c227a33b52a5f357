import pandas as pd
from feature_engine.encoding import OrdinalEncoder, RareLabelEncoder
from feature_engine.pipeline import Pipeline
from feature_engine.wrappers import SklearnTransformerWrapper
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("loans.csv")
X, y = df.drop(columns=["default"]), df["default"]
steps = Pipeline(
    [
        ("rare", RareLabelEncoder(tol=0.05)),
        ("order", OrdinalEncoder(encoding_method="ordered")),
        ("scale", SklearnTransformerWrapper(StandardScaler())),
    ]
)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
steps.fit(X, y)  # leaky expect
steps.fit(X_train, y_train)  # clean
model = LogisticRegression().fit(steps.transform(X_train), y_train)
print(model.score(steps.transform(X_test), y_test))
