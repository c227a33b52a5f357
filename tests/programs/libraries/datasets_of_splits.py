from datasets import concatenate_datasets, load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

news = load_dataset("ag_news")
train, test = news["train"], news["test"]
train = concatenate_datasets([train, test])  # leaky
train = train.filter(lambda row: len(row["text"]) > 10).shuffle(seed=0)
vectors = TfidfVectorizer()
model = LogisticRegression().fit(vectors.fit_transform(train["text"]), train["label"])
print(model.score(vectors.transform(test["text"]), test["label"]))  # leaky expect: train-test-overlap
print(model.score(vectors.transform(test["text"]), test["label"]))  # clean
