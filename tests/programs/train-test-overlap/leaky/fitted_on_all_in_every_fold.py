import pandas as pd
from sklearn.naive_bayes import GaussianNB


def cross_validation(model, X, Y, folds=5):
    edges = [int(len(X) / folds * i) for i in range(folds + 1)]
    scores = []
    for i in range(folds):
        test_x, test_y = X[edges[i] : edges[i + 1]], Y[edges[i] : edges[i + 1]]
        model.fit(X, Y)  # expect: train-test-overlap
        scores.append((model.predict(test_x) == test_y).mean())
    return sum(scores) / len(scores)


voices = pd.read_csv("voices.csv")
print(cross_validation(GaussianNB(), voices.drop(columns="speaker"), voices["speaker"]))
