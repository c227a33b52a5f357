import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import (
    FunctionTransformer,
    LabelEncoder,
    Normalizer,
    OneHotEncoder,
    PolynomialFeatures,
)

df = pd.read_csv("reviews.csv")
y = LabelEncoder().fit_transform(df["label"])
text = HashingVectorizer(n_features=2**12).fit_transform(df["text"])
numbers = FunctionTransformer(np.log1p).fit_transform(df[["length", "votes"]])
numbers = PolynomialFeatures(2).fit_transform(Normalizer().fit_transform(numbers))
kinds = OneHotEncoder(handle_unknown="ignore").fit_transform(df[["source"]]).toarray()
X = np.hstack([text.toarray(), numbers / 255.0, kinds])
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
