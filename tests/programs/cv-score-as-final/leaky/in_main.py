"""The same inside of a function."""
import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier


def main():
    df = pd.read_csv("mushrooms.csv")
    search = GridSearchCV(DecisionTreeClassifier(), {"max_depth": range(1, 12)}, cv=10)
    search.fit(df.drop(columns=["edible"]), df["edible"])
    print("best depth", search.best_params_)
    print("accuracy", search.best_score_)  # expect: cv-score-as-final


if __name__ == "__main__":
    main()
