"""The scaler learns from the training part only, and the search's winner meets the test part."""

import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

beans = pd.read_csv("beans.csv")
X_train, X_test, y_train, y_test = train_test_split(
    beans.drop("kind", axis=1), beans["kind"], test_size=0.25, random_state=11
)

scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
pca = PCA(n_components=8).fit(X_train)

search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}, cv=5)
search.fit(pca.transform(X_train), y_train)
print(search.best_params_)
print(search.score(pca.transform(X_test), y_test))
