"""Both parts go through the same scaler."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("type", axis=1), df["type"])
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
print(SVC().fit(X_train, y_train).score(X_test, y_test))
