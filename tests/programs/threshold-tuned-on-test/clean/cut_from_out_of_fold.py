"""The cut comes from out-of-fold probabilities of the training rows."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

spam = pd.read_csv("spam.csv")
X_train, X_test, y_train, y_test = train_test_split(
    spam.drop(columns="spam"), spam["spam"], stratify=spam["spam"], random_state=0
)
model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
inner = cross_val_predict(model, X_train, y_train, method="predict_proba")[:, 1]
cuts = np.linspace(0.05, 0.95, 91)
scores = [f1_score(y_train, inner >= cut) for cut in cuts]
cut = cuts[int(np.argmax(scores))]
model.fit(X_train, y_train)
print("F1", f1_score(y_test, model.predict_proba(X_test)[:, 1] >= cut), "at", cut)
