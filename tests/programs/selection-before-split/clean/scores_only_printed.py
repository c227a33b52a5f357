import matplotlib.pyplot as plt
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("methylation.csv")
X, y = df.drop(columns="label"), df["label"]

ranking = SelectKBest(f_classif, k="all").fit(X, y)
print(pd.Series(ranking.scores_, index=X.columns).nlargest(20))
trees = ExtraTreesClassifier().fit(X, y)
pd.Series(trees.feature_importances_, index=X.columns).nlargest(20).plot(kind="barh")
plt.show()

X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
