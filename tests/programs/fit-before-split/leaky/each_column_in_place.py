import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

df = pd.read_csv("../input/train.csv")
target = df.pop("target")
for c in df.columns:
    if df[c].dtype == "object":
        lbl = LabelEncoder()
        lbl.fit(list(df[c].values))
        df[c] = lbl.transform(list(df[c].values))
    else:
        df[c].fillna(df[c].mean(), inplace=True)  # expect: fit-before-split
X_train, X_test, y_train, y_test = train_test_split(df, target, random_state=0)
clf = LogisticRegression()
clf.fit(X_train, y_train)
print(clf.score(X_test, y_test))
