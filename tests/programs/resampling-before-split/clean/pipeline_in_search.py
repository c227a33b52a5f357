import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("creditcard.csv")
X, y = df.drop(columns="Class"), df["Class"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y)

pipeline = Pipeline(
    [("scale", StandardScaler()), ("smote", SMOTE()), ("clf", LogisticRegression(max_iter=500))]
)
search = GridSearchCV(pipeline, {"clf__C": [0.1, 1, 10]}, cv=StratifiedKFold(5), scoring="f1")
search.fit(X_train, y_train)
print(search.best_params_, search.score(X_test, y_test))
