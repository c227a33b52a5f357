import torch
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

torch.manual_seed(42)  # expect: late-seed


def experiment():
    X, y = load_breast_cancer(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y)
    model = LogisticRegression(max_iter=10000).fit(X_train, y_train)
    return model.score(X_test, y_test)


if __name__ == "__main__":
    print(experiment())
