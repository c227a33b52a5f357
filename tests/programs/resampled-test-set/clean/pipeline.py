"""The pipeline resamples in fit and never in predict."""
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("creditcard.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("Class", axis=1), df["Class"])
model = make_pipeline(SMOTE(), LogisticRegression()).fit(X_train, y_train)
print(model.score(X_test, y_test))
