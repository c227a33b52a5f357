"""Everything that learns stands in the pipeline."""
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

titanic = pd.read_csv("titanic.csv")
columns = make_column_transformer(
    (SimpleImputer(strategy="median"), ["Age", "Fare"]),
    (OneHotEncoder(handle_unknown="ignore"), ["Sex", "Embarked"]),
)
model = make_pipeline(columns, RandomForestClassifier(random_state=0))
print(cross_val_score(model, titanic, titanic["Survived"], cv=5).mean())
