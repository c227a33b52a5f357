import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def even(features, labels, k):
    if k < 20:
        return features
    return odd(SelectKBest(f_classif, k=k).fit_transform(features, labels), labels, k - 1)  # leaky expect
    return odd(features.fillna(0), labels, k - 1)  # clean


def odd(features, labels, k):
    return even(features, labels, k - 1) if k > 20 else features


df = pd.read_csv("genes.csv")
y = df.pop("ill")
X = even(df, y, 40)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
