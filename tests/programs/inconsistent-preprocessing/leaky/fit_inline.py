"""Scaled in the call of fit, raw in the call of predict."""
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVR

fires = pd.read_csv("forestfires.csv")
X_train, X_test, y_train, y_test = train_test_split(
    fires.drop(columns=["area"]), fires["area"], test_size=0.3, random_state=0
)
scaler = MinMaxScaler()
model = SVR()
model.fit(scaler.fit_transform(X_train), y_train)
predicted = model.predict(X_test)  # expect: inconsistent-preprocessing
print(mean_squared_error(y_test, predicted))
