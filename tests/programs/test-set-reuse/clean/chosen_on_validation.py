"""Many models meet the validation part; one of them, once, the test part."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

games = pd.read_csv("games.csv")
X, y = games.drop(columns=["won"]), games["won"]
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_fit, X_check, y_fit, y_check = train_test_split(X_rest, y_rest, test_size=0.25, random_state=0)

candidates = [
    make_pipeline(StandardScaler(), LogisticRegression(C=c)) for c in (0.01, 0.1, 1, 10)
]
candidates += [RandomForestClassifier(min_samples_leaf=n, random_state=0) for n in (1, 5, 25)]
candidates += [make_pipeline(StandardScaler(), MLPClassifier((32,), max_iter=500, random_state=0))]

losses = []
for model in candidates:
    model.fit(X_fit, y_fit)
    losses.append(log_loss(y_check, model.predict_proba(X_check)))
winner = candidates[losses.index(min(losses))]
winner.fit(X_rest, y_rest)
print(winner, "test log loss", log_loss(y_test, winner.predict_proba(X_test)))
