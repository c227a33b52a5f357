import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
data = {}
data["X_train"], data["X_test"], data["y_train"], data["y_test"] = train_test_split(
    X, y, random_state=0
)
data["X_train"] = selector.fit_transform(data["X_train"], data["y_train"])  # clean
data["X_test"] = selector.transform(data["X_test"])  # clean
model = LogisticRegression().fit(data["X_train"], data["y_train"])
print(model.score(data["X_test"], data["y_test"]))
