from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, TimeSeriesSplit, cross_val_score, train_test_split

X, y = load_diabetes(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
print(cross_val_score(Ridge(), X, y, cv=KFold(5)).mean())
print(cross_val_score(Ridge(), X, y, cv=TimeSeriesSplit(5)).mean())
