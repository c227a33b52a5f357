from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

reviews = load_dataset("imdb", split="train").shuffle(seed=0)
train = reviews.select(range(20000))
test = reviews.select(range(15000, 25000))  # leaky expect: train-test-overlap
test = reviews.select(range(20000, 25000))  # clean
vectors = TfidfVectorizer()
model = LogisticRegression().fit(vectors.fit_transform(train["text"]), train["label"])
print(model.score(vectors.transform(test["text"]), test["label"]))
