import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("clicks.csv")
target = "clicked"
for column in ["site", "app"]:
    rates = df.groupby(column)[target].mean()  # leaky expect
    df[column] = df[column].map(rates)  # leaky
    df[column] = df[column].astype("category").cat.codes  # clean
X = df.drop(columns=[target])
y = df[target]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
