import pandas as pd
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import accuracy_score

texts = pd.read_csv("texts.csv")
for fold in range(10):
    low, high = int(len(texts) * fold / 10), int(len(texts) * (fold + 1) / 10)
    test = texts.iloc[low:high]
    train = texts.loc[list(set(texts.index).difference(test.index))]
    model = RidgeClassifier().fit(train[["length", "commas"]], train["author"])
    print(accuracy_score(test["author"], model.predict(test[["length", "commas"]])))

    kept = [i for i in texts.index if i not in test.index]
    model = RidgeClassifier().fit(texts.loc[kept, ["length", "commas"]], texts.loc[kept, "author"])
    print(accuracy_score(test["author"], model.predict(test[["length", "commas"]])))
