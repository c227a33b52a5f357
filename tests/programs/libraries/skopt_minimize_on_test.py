import pandas as pd
from skopt import gp_minimize
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score, train_test_split

df = pd.read_csv("houses.csv")
X, y = df.drop(columns=["price"]), df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)


def loss(point):
    model = Ridge(alpha=point[0])
    return -model.fit(X_train, y_train).score(X_test, y_test)  # leaky expect: test-set-reuse
    return -cross_val_score(model, X_train, y_train).mean()  # clean


found = gp_minimize(loss, [(0.01, 100.0)], n_calls=30, random_state=0)
final = Ridge(alpha=found.x[0]).fit(X_train, y_train)
print(final.score(X_test, y_test))
