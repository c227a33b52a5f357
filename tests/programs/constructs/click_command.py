import click
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


@click.command()
@click.option("--path", default="genes.csv")
@click.option("--k", default=20)
def main(path, k):
    df = pd.read_csv(path)
    X, y = df.drop(columns=["ill"]), df["ill"]
    selector = SelectKBest(f_classif, k=k)
    X = selector.fit_transform(X, y)  # leaky expect
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    X_train = selector.fit_transform(X_train, y_train)  # clean
    X_test = selector.transform(X_test)  # clean
    model = LogisticRegression().fit(X_train, y_train)
    print(model.score(X_test, y_test))


if __name__ == "__main__":
    main()
