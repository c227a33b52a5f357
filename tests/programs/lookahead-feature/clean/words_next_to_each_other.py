import pandas as pd
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

tokens = pd.read_csv("tokens.csv")
tokens["before"] = tokens["word"].shift(1)
tokens["after"] = tokens["word"].shift(-1)
columns = ["word", "before", "after"]
encoder = DictVectorizer()
X = encoder.fit_transform(tokens[:9000][columns].to_dict("records"))
model = LogisticRegression(max_iter=500).fit(X, tokens[:9000]["tag"])
held_out = tokens[9000:]
print(model.score(encoder.transform(held_out[columns].to_dict("records")), held_out["tag"]))
