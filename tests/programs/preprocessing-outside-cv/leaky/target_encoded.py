"""Target means of all rows reach every fold."""
import pandas as pd
from category_encoders import TargetEncoder
from lightgbm import LGBMClassifier
from sklearn.model_selection import StratifiedKFold, cross_validate

clicks = pd.read_csv("clicks.csv")
y = clicks.pop("clicked")
encoder = TargetEncoder(cols=["site", "campaign"])
X = encoder.fit_transform(clicks, y)  # expect: preprocessing-outside-cv

folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=7)
result = cross_validate(LGBMClassifier(), X, y, cv=folds, scoring="roc_auc")
print(result["test_score"].mean())
