"""A dictionary of pipelines: preparation, selection and model travel together through the folds."""
import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_selection import SelectPercentile, f_regression
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, PowerTransformer

bikes = pd.read_csv("bikes.csv").drop_duplicates()
y = np.log1p(bikes.pop("rentals"))
print(bikes.isna().mean(), bikes.mean(numeric_only=True))


def prepared(model):
    prepare = make_column_transformer(
        (make_pipeline(SimpleImputer(), PowerTransformer()), make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
    )
    return make_pipeline(prepare, SelectPercentile(f_regression, percentile=60), model)


models = {"lasso": Lasso(0.01, random_state=0), "forest": RandomForestRegressor(random_state=0)}
folds = KFold(5, shuffle=True, random_state=0)
for name, model in models.items():
    errors = -cross_val_score(prepared(model), bikes, y, cv=folds, scoring="neg_mean_absolute_error")
    print(f"{name}: {errors.mean():.3f} +- {errors.std():.3f}")
