import pandas as pd
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split

dataset = pd.read_csv("ads.csv")
X = dataset.iloc[:, [2, 3]].values
y = dataset.iloc[:, -1].values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
print(KNeighborsClassifier().fit(X_train, y_train).score(X_test, y_test))

array = dataset.values
X, Y = array[:, 0:4], array[:, 4]
X_train, X_test, y_train, y_test = train_test_split(X, Y, test_size=0.25, random_state=0)
print(KNeighborsClassifier().fit(X_train, y_train).score(X_test, y_test))

X, Y = dataset.iloc[:, 1:], dataset.iloc[:, 0]
X_train, X_test, y_train, y_test = train_test_split(X, Y, test_size=0.25, random_state=0)
print(KNeighborsClassifier().fit(X_train, y_train).score(X_test, y_test))
