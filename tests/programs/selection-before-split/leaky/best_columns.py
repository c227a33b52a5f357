import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("methylation.csv", index_col=0)
X = df.iloc[:, :-1]
y = df.iloc[:, -1]

best = SelectKBest(score_func=chi2, k=50)
fit = best.fit(X, y)  # expect: selection-before-split
scores = pd.DataFrame({"feature": X.columns, "score": fit.scores_})
print(scores.nlargest(10, "score"))
X = fit.transform(X)

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)
model = LogisticRegression(max_iter=2000)
model.fit(X_train, y_train)
y_pred = model.predict(X_test)
print("accuracy", accuracy_score(y_test, y_pred), np.mean(y_pred == y_test))
