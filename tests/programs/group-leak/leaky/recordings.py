import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def normalise(table):
    level = table.groupby("speaker")["energy"].cummax()
    table["energy"] = table["energy"] / level
    return table


def main():
    voices = normalise(pd.read_csv("voices.csv"))
    train, test = train_test_split(voices, test_size=0.2, random_state=0)  # expect: group-leak
    columns = ["energy", "pitch"]
    machine = SVC().fit(train[columns], train["word"])
    print(machine.score(test[columns], test["word"]))


main()
