"""The scaler stands inside the pipeline: every fold of the search fits it on its own training rows."""
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("data/telco.csv")
y = (df["churn"] == "yes").astype(int)
X = df.drop(columns=["churn"])
numeric = X.select_dtypes("number").columns
categorical = X.columns.difference(numeric)

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=7)

prepare = ColumnTransformer(
    [
        ("num", Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())]), numeric),
        ("cat", OneHotEncoder(handle_unknown="ignore"), categorical),
    ],
    sparse_threshold=0,
)
model = Pipeline([("prepare", prepare), ("pca", PCA()), ("svc", SVC(random_state=0))])
grid = {"pca__n_components": [5, 10, 20], "svc__C": [0.1, 1, 10], "svc__gamma": ["scale", 0.01]}
folds = StratifiedKFold(5, shuffle=True, random_state=1)
search = GridSearchCV(model, grid, cv=folds, scoring="roc_auc", n_jobs=-1)
search.fit(X_train, y_train)

print("chosen in cross-validation:", search.best_params_, search.best_score_)
print("held-out AUC:", roc_auc_score(y_test, search.decision_function(X_test)))
print(classification_report(y_test, search.predict(X_test)))
