"""A dictionary of models, and the name with the highest test score."""
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

MODELS = {
    "logistic": LogisticRegression(max_iter=1000),
    "forest": RandomForestClassifier(random_state=1),
    "boosting": GradientBoostingClassifier(random_state=1),
}


def main():
    loans = pd.read_csv("loans.csv")
    features = loans.drop(columns=["default"])
    X_train, X_test, y_train, y_test = train_test_split(
        features, loans["default"], stratify=loans["default"], random_state=1
    )
    results = {}
    for name, model in MODELS.items():
        model.fit(X_train, y_train)
        results[name] = f1_score(y_test, model.predict(X_test))  # expect: test-set-reuse
    winner = max(results, key=results.get)
    print(f"the best model is {winner} with F1 = {results[winner]:.3f}")


if __name__ == "__main__":
    main()
