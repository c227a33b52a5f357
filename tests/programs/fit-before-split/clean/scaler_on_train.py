import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("diabetes.csv")
print(df.describe(), df.mean(), df.corr())
X = df.drop("Outcome", axis=1)
y = df.Outcome
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=42)
scaler = StandardScaler().fit(X_train)
knn = KNeighborsClassifier(11)
knn.fit(scaler.transform(X_train), y_train)
print(accuracy_score(y_test, knn.predict(scaler.transform(X_test))))
