import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="price"), df["price"])
model = Ridge().fit(X_train, y_train)
predicted = model.predict(X_test)
print("MAE", mean_absolute_error(y_test, predicted))

errors = []
for seed in range(200):
    truth, guess = resample(y_test, predicted, random_state=seed)
    errors.append(mean_absolute_error(truth, guess))
print(np.percentile(errors, [2.5, 97.5]))
