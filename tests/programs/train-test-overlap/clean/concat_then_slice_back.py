import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
ntrain = train.shape[0]
y = train["Survived"]

everything = pd.concat([train, test], sort=False).reset_index(drop=True)
everything = everything.drop(columns=["Survived", "Name"])
everything = pd.get_dummies(everything)

X = everything[:ntrain]
X_kaggle = everything[ntrain:]

X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=1)
model = RandomForestClassifier(random_state=1)
model.fit(X_train, y_train)
print(accuracy_score(y_val, model.predict(X_val)))

model.fit(X, y)
pd.DataFrame({"Survived": model.predict(X_kaggle)}).to_csv("submission.csv", index=False)
