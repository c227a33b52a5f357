"""Logarithms, lengths and hashes learn nothing from other rows."""
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import Normalizer

mails = pd.read_csv("mails.csv")
X = HashingVectorizer(n_features=2**14).transform(mails["text"])
X = Normalizer().fit_transform(X)
mails["length"] = np.log1p(mails["text"].str.len())
print(cross_val_score(SGDClassifier(random_state=0), X, mails["spam"], cv=5).mean())
