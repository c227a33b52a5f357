"""The report takes predictions for every metric, and AUC gets the labels as well."""
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import train_test_split


def report(truth, predicted):
    return {
        "accuracy": accuracy_score(truth, predicted),
        "f1": f1_score(truth, predicted),
        "auc": roc_auc_score(truth, predicted),  # expect: hard-label-score
    }


stroke = pd.read_csv("stroke.csv").drop(columns="id").dropna()
y = stroke.pop("stroke")
X = pd.get_dummies(stroke)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=6)
model = GradientBoostingClassifier(random_state=6).fit(X_train, y_train)
y_pred = model.predict(X_test)
for name, value in report(y_test, y_pred).items():
    print(f"{name}: {value:.3f}")
