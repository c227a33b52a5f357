import joblib
import numpy as np
import pandas as pd
from sklearn.preprocessing import FunctionTransformer, Normalizer

model = joblib.load("model.joblib")
frame = pd.read_csv("vectors.csv")
X = FunctionTransformer(np.log1p).fit_transform(frame)
X = Normalizer().fit_transform(X)
print(model.predict(X))
