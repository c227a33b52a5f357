import pandas as pd
from sklearn.linear_model import LogisticRegression

loans = pd.read_parquet("loans.parquet")
train = loans.sample(frac=0.8, random_state=0)
test = loans.sample(frac=0.2, random_state=1)  # expect: train-test-overlap

inputs = ["income", "amount", "age"]
model = LogisticRegression(max_iter=1000)
model.fit(train[inputs], train["default"])
print(f"accuracy {model.score(test[inputs], test['default']):.3f}")
