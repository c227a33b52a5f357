"""One search for each model, each reported by its best score."""
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVR

cars = pd.read_csv("cars.csv")
X, y = cars[["weight", "power"]], cars["price"]

ridge = GridSearchCV(Ridge(), {"alpha": [0.1, 1, 10]}, scoring="r2").fit(X, y)
print("ridge", ridge.best_score_)  # expect: cv-score-as-final
svr = GridSearchCV(SVR(), {"C": [1, 10, 100]}, scoring="r2").fit(X, y)
print("svr", svr.best_score_)  # expect: cv-score-as-final
