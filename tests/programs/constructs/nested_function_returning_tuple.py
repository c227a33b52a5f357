import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def prepare(path):
    df = pd.read_csv(path)
    labels = df.pop("ill")

    def halves(features):
        return train_test_split(features, labels, random_state=0)

    selector = SelectKBest(f_classif, k=20)
    chosen = selector.fit_transform(df, labels)  # leaky expect
    X_train, X_test, y_train, y_test = halves(chosen)  # leaky
    X_train, X_test, y_train, y_test = halves(df)  # clean
    X_train = selector.fit_transform(X_train, y_train)  # clean
    X_test = selector.transform(X_test)  # clean
    return (X_train, y_train), (X_test, y_test)


train, test = prepare("genes.csv")
model = LogisticRegression().fit(*train)
print(model.score(*test))
