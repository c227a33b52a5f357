import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def reduce(features):
    pca = PCA(n_components=30)
    return pca.fit_transform(features)  # expect: fit-on-test


digits = pd.read_csv("digits.csv")
train, test = train_test_split(digits, test_size=0.3)
svm = SVC(gamma=0.001)
svm.fit(reduce(train.drop(columns="digit")), train["digit"])
print("accuracy:", svm.score(reduce(test.drop(columns="digit")), test["digit"]))
