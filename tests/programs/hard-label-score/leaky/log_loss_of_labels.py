"""The logarithm of a hard zero."""
import pandas as pd
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("heart.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["ill"]), df["ill"])
model = make_pipeline(StandardScaler(), KNeighborsClassifier(15)).fit(X_train, y_train)
predicted = model.predict(X_test)
print("log loss", log_loss(y_test, predicted))  # expect: hard-label-score
