import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

dataset = pd.read_csv("salary.csv")
X = dataset.iloc[:, :-1].values
y = dataset.iloc[:, 1].values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=1 / 3, random_state=0)
regressor = LinearRegression().fit(X_train, y_train)
print(regressor.score(X_test, y_test))
