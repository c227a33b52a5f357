import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

people = pd.read_csv("people.csv")
print(people.groupby("city")["income"].median(), people["user_id"].nunique())
X_train, X_test, y_train, y_test = train_test_split(
    people[["age", "children"]], people["owner"], random_state=0
)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
