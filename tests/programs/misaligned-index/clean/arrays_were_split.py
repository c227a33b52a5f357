import pandas as pd
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression(max_iter=5000).fit(X_train, y_train)
table = pd.DataFrame(X_test)
table["predicted"] = pd.Series(model.predict(X_test))
print(pd.concat([table, pd.DataFrame(y_test)], axis=1))
