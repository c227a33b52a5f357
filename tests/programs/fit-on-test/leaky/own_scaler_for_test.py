import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

data = load_breast_cancer()
X_train, X_test, y_train, y_test = train_test_split(data.data, data.target)
train_scaler = MinMaxScaler()
test_scaler = MinMaxScaler()
X_train_scaled = train_scaler.fit_transform(X_train)
X_test_scaled = test_scaler.fit_transform(X_test)  # expect: fit-on-test
model = LogisticRegression().fit(X_train_scaled, y_train)
hits = model.predict(X_test_scaled) == y_test
print(np.mean(hits))
