import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectFromModel, SelectKBest, f_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("methylation.csv")
X, y = df.drop(columns="label"), df["label"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
for selector in (SelectKBest(f_classif, k=20), SelectFromModel(RandomForestClassifier())):
    pipe = Pipeline([("scale", StandardScaler()), ("select", selector), ("svm", SVC(probability=True))])
    pipe.fit(X_train, y_train)
    print(roc_auc_score(y_test, pipe.predict_proba(X_test)[:, 1]))
