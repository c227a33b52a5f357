from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression

reviews = load_dataset("csv", data_files="reviews.csv", split="train")
reviews = reviews.map(lambda row: {"text": row["text"].lower()})
parts = reviews.train_test_split(test_size=0.2, seed=0)
vectors = TfidfVectorizer().fit(parts["train"]["text"])
chosen = SelectKBest(chi2, k=500)
chosen.fit(vectors.transform(reviews["text"]), reviews["label"])  # leaky expect
chosen.fit(vectors.transform(parts["train"]["text"]), parts["train"]["label"])  # clean
X_train = chosen.transform(vectors.transform(parts["train"]["text"]))
X_test = chosen.transform(vectors.transform(parts["test"]["text"]))
model = LogisticRegression().fit(X_train, parts["train"]["label"])
print(model.score(X_test, parts["test"]["label"]))
