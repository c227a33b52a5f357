"""The test rows are thinned out."""
import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(
    df.drop(columns=["fraud"]), df["fraud"], stratify=df["fraud"], random_state=0
)
X_balanced, y_balanced = RandomUnderSampler(random_state=0).fit_resample(X_test, y_test)  # expect: resampled-test-set
forest = RandomForestClassifier(class_weight="balanced").fit(X_train, y_train)
print(forest.score(X_balanced, y_balanced))
