"""How much a fitted model relies on its columns is no score of the model."""

import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.inspection import permutation_importance

loans = pd.read_csv("application_train.csv")
X_train = loans.drop(columns=["TARGET"])
y_train = loans["TARGET"]

model = LGBMClassifier(random_state=0).fit(X_train, y_train)
result = permutation_importance(model, X_train, y_train, n_repeats=5, scoring="roc_auc")
print(pd.Series(result.importances_mean, index=X_train.columns).nlargest(20))
