import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

mails = pd.read_csv("mails.csv")
X, y = mails.drop(columns=["spam"]), mails["spam"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

model = LogisticRegression(max_iter=500).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))

model.fit(X, y)
joblib.dump(model, "model.joblib")
