import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

titanic = pd.read_csv("titanic.csv")
numeric = ["age", "fare"]
categorical = ["embarked", "sex", "pclass"]
numeric_steps = Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
preprocessor = ColumnTransformer(
    [("num", numeric_steps, numeric), ("cat", OneHotEncoder(handle_unknown="ignore"), categorical)]
)
X = preprocessor.fit_transform(titanic[numeric + categorical])  # expect: fit-before-split
y = titanic["survived"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0, 10]}, cv=10)
search.fit(X_train, y_train)
print(search.best_params_)
print(search.best_estimator_.score(X_test, y_test))
