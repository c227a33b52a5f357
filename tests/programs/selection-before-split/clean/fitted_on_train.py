import pandas as pd
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("methylation.csv")
X, y = df.drop(columns="label"), df["label"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
select = SelectKBest(mutual_info_classif, k=30).fit(X_train, y_train)
model = XGBClassifier()
model.fit(select.transform(X_train), y_train)
print(accuracy_score(y_test, model.predict(select.transform(X_test))))
