"""The resampled test rows are only counted."""
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("creditcard.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("Class", axis=1), df["Class"])
_, y_even = RandomOverSampler().fit_resample(X_test, y_test)
print(y_even.value_counts())
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
