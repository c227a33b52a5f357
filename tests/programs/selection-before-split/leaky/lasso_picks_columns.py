"""A Lasso over all patients picks the genes, then another model is judged on some of the patients."""
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LassoCV
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC


def read_expression(path):
    table = pd.read_csv(path, sep="\t", index_col=0).T
    return np.log2(table + 1)


def choose_genes(expression, status):
    lasso = LassoCV(cv=5, n_jobs=-1, random_state=0)
    selector = SelectFromModel(lasso, max_features=50)
    selector.fit(expression, status)  # expect: selection-before-split
    return expression.columns[selector.get_support()]


def main():
    expression = read_expression("counts.tsv")
    status = pd.read_csv("clinical.csv", index_col=0).loc[expression.index, "relapse"]
    genes = choose_genes(expression, status)
    print("selected:", ", ".join(genes))

    X_tr, X_te, y_tr, y_te = train_test_split(expression[genes], status, random_state=4, stratify=status)
    classifier = LinearSVC(C=0.01, random_state=4).fit(X_tr, y_tr)
    predicted = classifier.predict(X_te)
    print(accuracy_score(y_te, predicted))
    print(confusion_matrix(y_te, predicted))


if __name__ == "__main__":
    main()
