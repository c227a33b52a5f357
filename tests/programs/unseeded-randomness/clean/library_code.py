from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split


def holdout_score(X, y, **options):
    X_train, X_test, y_train, y_test = train_test_split(X, y)
    forest = RandomForestClassifier(**options).fit(X_train, y_train)
    return forest.score(X_test, y_test)
