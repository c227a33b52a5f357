"""scikit-learn's boosting stops by rows that it holds out itself."""
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["fraud"]), df["fraud"])
model = HistGradientBoostingClassifier(early_stopping=True, validation_fraction=0.2)
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
