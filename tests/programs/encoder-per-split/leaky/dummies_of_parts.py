"""The parts of a split."""
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(
    houses.drop(columns=["price"]), houses["price"], random_state=0
)
encoded_train = pd.get_dummies(X_train, columns=["district"])
encoded_test = pd.get_dummies(X_test, columns=["district"])  # expect: encoder-per-split
print(Ridge().fit(encoded_train, y_train).score(encoded_test, y_test))
