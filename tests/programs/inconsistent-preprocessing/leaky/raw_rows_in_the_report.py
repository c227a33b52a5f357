"""The model learns from standardised rows and is judged on raw ones, three functions later."""
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def split(path):
    glass = pd.read_csv(path)
    return train_test_split(glass.drop(columns="Type"), glass["Type"], random_state=3)


def train(X, y):
    scaler = StandardScaler()
    scaled = scaler.fit_transform(X)
    return KNeighborsClassifier(5).fit(scaled, y)


def report(model, X, y):
    print("accuracy", accuracy_score(y, model.predict(X)))  # expect: inconsistent-preprocessing


def main():
    X_train, X_test, y_train, y_test = split("glass.csv")
    model = train(X_train, y_train)
    report(model, X_test, y_test)


if __name__ == "__main__":
    main()
