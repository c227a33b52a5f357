"""A predefined validation fold inside of the search, and a test set outside."""
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, PredefinedSplit, train_test_split

data = pd.read_csv("energy.csv")
X_rest, X_test, y_rest, y_test = train_test_split(
    data.drop(columns=["load"]), data["load"], random_state=0
)
fold = np.where(np.arange(len(X_rest)) % 5 == 0, 0, -1)
search = GridSearchCV(Ridge(), {"alpha": [0.1, 1, 10]}, cv=PredefinedSplit(fold))
search.fit(X_rest, y_rest)
print(search.score(X_test, y_test))
