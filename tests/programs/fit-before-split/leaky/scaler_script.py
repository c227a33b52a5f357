import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("diabetes.csv")
X = df.drop("Outcome", axis=1)
y = df.Outcome
sc_X = StandardScaler()
X = pd.DataFrame(sc_X.fit_transform(X), columns=X.columns)  # expect: fit-before-split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=1 / 3, random_state=42)
knn = KNeighborsClassifier(11)
knn.fit(X_train, y_train)
print(accuracy_score(y_test, knn.predict(X_test)))
