import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def choose(features, labels, k):
    return SelectKBest(f_classif, k=k).fit_transform(features, labels)  # expect


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X = X.pipe(choose, y, k=20)  # leaky
X = X.pipe(lambda features: features.fillna(0))  # clean
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
