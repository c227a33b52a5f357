"""The test file has no labels: it is transformed with the scaler of the training rows and predicted."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("../input/titanic/train.csv")
test = pd.read_csv("../input/titanic/test.csv")
for frame in (train, test):
    frame["Sex"] = (frame["Sex"] == "female").astype(int)
    frame["Family"] = frame["SibSp"] + frame["Parch"] + 1

features = ["Pclass", "Sex", "Age", "Fare", "Family"]
X_train, X_valid, y_train, y_valid = train_test_split(
    train[features], train["Survived"], test_size=0.2, random_state=42
)
imputer = SimpleImputer(strategy="median")
scaler = StandardScaler()
X_train = scaler.fit_transform(imputer.fit_transform(X_train))
X_valid = scaler.transform(imputer.transform(X_valid))
X_test = scaler.transform(imputer.transform(test[features]))

model = RandomForestClassifier(n_estimators=300, max_depth=6, random_state=42)
model.fit(X_train, y_train)
print("validation accuracy:", accuracy_score(y_valid, model.predict(X_valid)))

submission = pd.DataFrame({"PassengerId": test["PassengerId"], "Survived": model.predict(X_test)})
submission.to_csv("submission.csv", index=False)
