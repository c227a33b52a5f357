import pandas as pd
from feature_engine.encoding import MeanEncoder
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("loans.csv")
X, y = df.drop(columns=["default"]), df["default"]
encoder = MeanEncoder(variables=["branch", "employer"])
X = encoder.fit_transform(X, y)  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = encoder.fit_transform(X_train, y_train)  # clean
X_test = encoder.transform(X_test)  # clean
model = LogisticRegression().fit(X_train[["branch", "age"]], y_train)
print(model.score(X_test[["branch", "age"]], y_test))
