"""A search with plain folds over iris."""
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.svm import SVC


def main():
    X, y = load_iris(return_X_y=True)
    search = GridSearchCV(SVC(), {"C": [1, 10]}, cv=KFold(5))  # expect: sorted-folds
    print(search.fit(X, y).cv_results_["mean_test_score"])


main()
