"""The balanced score stands beside the one on the rows as they are."""
import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["fraud"]), df["fraud"])
forest = RandomForestClassifier(class_weight="balanced").fit(X_train, y_train)
print("as it is", forest.score(X_test, y_test))
X_even, y_even = RandomUnderSampler(random_state=0).fit_resample(X_test, y_test)
print("balanced", forest.score(X_even, y_even))
