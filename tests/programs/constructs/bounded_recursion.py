import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def shrink(features, labels, k):
    if k <= 20:
        return features
    smaller = SelectKBest(f_classif, k=k // 2).fit_transform(features, labels)  # leaky expect
    smaller = features.fillna(0)  # clean
    return shrink(smaller, labels, k // 2)


df = pd.read_csv("genes.csv")
y = df.pop("ill")
X = shrink(df, y, 400)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
