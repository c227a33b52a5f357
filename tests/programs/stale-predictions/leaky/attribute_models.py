"""Models as attributes, the old name in the second block."""
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split


class Study:
    def run(self, path):
        df = pd.read_csv(path)
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["ill"]), df["ill"])
        self.forest = RandomForestClassifier().fit(X_train, y_train)
        forest_pred = self.forest.predict(X_test)
        print("forest", recall_score(y_test, forest_pred))
        self.boost = GradientBoostingClassifier().fit(X_train, y_train)
        boost_pred = self.boost.predict(X_test)
        print("boosting", recall_score(y_test, forest_pred))  # expect: stale-predictions


Study().run("patients.csv")
