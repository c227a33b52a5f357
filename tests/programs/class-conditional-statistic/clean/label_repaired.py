import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("mails.csv")
df.loc[df["label"] == "SPAM", "label"] = "spam"
df.loc[df["length"] < 0, "length"] = 0
X_train, X_test, y_train, y_test = train_test_split(
    df[["length", "links"]], df["label"], random_state=0
)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
