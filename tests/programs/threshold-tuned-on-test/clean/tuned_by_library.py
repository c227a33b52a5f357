"""scikit-learn chooses the threshold by cross-validation."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import TunedThresholdClassifierCV, train_test_split

df = pd.read_csv("fraud.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["Class"]), df["Class"])
model = TunedThresholdClassifierCV(LogisticRegression(), scoring="f1").fit(X_train, y_train)
print(model.best_threshold_, model.score(X_test, y_test))
