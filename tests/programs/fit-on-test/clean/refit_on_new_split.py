import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()
for path in ("north.csv", "south.csv"):
    region = pd.read_csv(path)
    X_train, X_test, y_train, y_test = train_test_split(region.drop(columns="yield"), region["yield"])
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    model = LogisticRegression().fit(X_train, y_train)
    print(path, model.score(X_test, y_test))
