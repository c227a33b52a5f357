import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("clicks.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["clicked"], random_state=0)
model = SGDClassifier()
for start in range(0, len(X_train), 512):
    model.partial_fit(X_train[start : start + 512], y_train[start : start + 512], classes=[0, 1])
print(model.score(X_test, y_test))
