import joblib
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

df = pd.read_csv("methylation.csv")
X, y = df.drop(columns="label"), df["label"]
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = make_pipeline(SelectKBest(k=25), SVC())
model.fit(X_train, y_train)
print(model.score(X_test, y_test))

selector = SelectKBest(k=25).fit(X, y)
print(list(X.columns[selector.get_support()]))
final = SVC().fit(selector.transform(X), y)
joblib.dump((selector, final), "model.joblib")
