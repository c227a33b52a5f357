"""Only the labels are the wrong way round."""
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

data = pd.read_csv("iris.csv")
X_train, X_test, y_test, y_train = train_test_split(  # expect: split-unpack-order
    data.drop(columns=["species"]), data["species"], test_size=0.5, random_state=0
)
model = GaussianNB()
model.fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
