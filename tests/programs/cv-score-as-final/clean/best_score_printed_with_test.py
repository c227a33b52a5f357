"""The fold mean is shown, and so is the score on rows that the search has not seen."""
import pandas as pd
from sklearn.linear_model import ElasticNet
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

yacht = pd.read_csv("yacht.csv")
X_train, X_test, y_train, y_test = train_test_split(
    yacht.drop(columns="resistance"), yacht["resistance"], random_state=1
)
pipeline = make_pipeline(StandardScaler(), PolynomialFeatures(), ElasticNet(max_iter=20_000))
grid = {"polynomialfeatures__degree": [1, 2, 3], "elasticnet__alpha": [0.01, 0.1, 1.0]}
search = GridSearchCV(pipeline, grid, scoring="neg_mean_absolute_error", cv=5)
search.fit(X_train, y_train)
print("cross-validation:", -search.best_score_, search.best_params_)
print("held out:", mean_absolute_error(y_test, search.predict(X_test)))
