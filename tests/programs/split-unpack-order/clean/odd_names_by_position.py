"""Odd names, used by position: features are `x_train`, their labels `x_test`."""
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

cwur = pd.read_csv("cwurData.csv")
x_train, y_train, x_test, y_test = train_test_split(
    cwur[["publications", "citations"]], cwur["score"], random_state=0
)
model = LinearRegression().fit(x_train, x_test)
print(model.score(y_train, y_test))
