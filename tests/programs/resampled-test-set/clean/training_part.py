"""Only the training part is balanced."""
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("creditcard.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("Class", axis=1), df["Class"])
X_train, y_train = SMOTE().fit_resample(X_train, y_train)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
