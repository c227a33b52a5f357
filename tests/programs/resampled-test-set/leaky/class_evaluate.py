"""The class resamples before it evaluates."""
import pandas as pd
from imblearn.over_sampling import BorderlineSMOTE
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier


class Detector:
    def __init__(self):
        self.model = KNeighborsClassifier()

    def evaluate(self, X, y):
        X, y = BorderlineSMOTE().fit_resample(X, y)  # expect: resampled-test-set
        return f1_score(y, self.model.predict(X))


df = pd.read_csv("fraud.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["Class"]), df["Class"])
detector = Detector()
detector.model.fit(X_train, y_train)
print(detector.evaluate(X_test, y_test))
