import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("diabetes.csv")
print(df.groupby("Outcome").mean())
df.groupby("Outcome")["Glucose"].median().plot.bar()
X_train, X_test, y_train, y_test = train_test_split(
    df[["Glucose", "BMI"]], df["Outcome"], random_state=0
)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
