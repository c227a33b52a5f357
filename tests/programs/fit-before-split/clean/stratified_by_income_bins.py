import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer

housing = pd.read_csv("housing.csv")
bins = KBinsDiscretizer(n_bins=5, encode="ordinal").fit_transform(housing[["median_income"]])
train_set, test_set = train_test_split(housing, test_size=0.2, stratify=bins, random_state=42)
X_train, y_train = train_set.drop(columns="median_house_value"), train_set["median_house_value"]
X_test, y_test = test_set.drop(columns="median_house_value"), test_set["median_house_value"]
model = make_pipeline(SimpleImputer(strategy="median"), RandomForestRegressor())
model.fit(X_train, y_train)
print(np.sqrt(mean_squared_error(y_test, model.predict(X_test))))
