"""Two models, two versions of the rows: each is judged on the version that it was fitted on."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

glass = pd.read_csv("glass.csv")
X_train, X_test, y_train, y_test = train_test_split(
    glass.drop(columns="Type"), glass["Type"], random_state=3, stratify=glass["Type"]
)
scaler = StandardScaler().fit(X_train)
scaled_train, scaled_test = scaler.transform(X_train), scaler.transform(X_test)

forest = RandomForestClassifier(random_state=3).fit(X_train, y_train)
linear = LogisticRegression(max_iter=1000).fit(scaled_train, y_train)
for name, model, rows in [("forest", forest, X_test), ("linear", linear, scaled_test)]:
    print(name, f1_score(y_test, model.predict(rows), average="macro"))
