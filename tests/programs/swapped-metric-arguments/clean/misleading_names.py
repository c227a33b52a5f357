"""`y_pred` is the truth here: the names lie, the flow does not."""
import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("iris.csv")
X_train, X_test, y_train, y_pred = train_test_split(df.drop(columns=["species"]), df["species"])
knn = KNeighborsClassifier().fit(X_train, y_train)
y_test = knn.predict(X_test)
print(classification_report(y_pred, y_test))
