import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("boston.csv")
feature_names = ["crim", "rm", "age", "lstat", "medv"]
target_name = "medv"
data = df[feature_names]  # expect: target-in-features
target = df[target_name]

x_train, x_test, y_train, y_test = train_test_split(data, target, random_state=0)
reg = LinearRegression()
reg.fit(x_train, y_train)
print(mean_squared_error(y_test, reg.predict(x_test)))
