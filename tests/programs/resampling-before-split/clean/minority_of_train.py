import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("stroke.csv")
X = df.drop(columns="stroke")
y = df["stroke"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=27)

train = pd.concat([X_train, y_train], axis=1)
healthy = train[train.stroke == 0]
ill = train[train.stroke == 1]
ill_upsampled = resample(ill, replace=True, n_samples=len(healthy), random_state=27)
train = pd.concat([healthy, ill_upsampled])

y_train = train.stroke
X_train = train.drop("stroke", axis=1)
model = LogisticRegression(solver="liblinear").fit(X_train, y_train)
print(recall_score(y_test, model.predict(X_test)))
