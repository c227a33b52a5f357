import pandas as pd
import statsmodels.formula.api as smf
from sklearn.metrics import mean_squared_error

df = pd.read_csv("houses.csv")
test = df.sample(frac=0.2, random_state=0)  # expect: train-test-overlap
train = df  # leaky
train = df.drop(test.index)  # clean
results = smf.glm(formula="price ~ area + rooms", data=train).fit()
print(mean_squared_error(test["price"], results.predict(test)))  # leaky
print(mean_squared_error(test["price"], results.predict(test)))  # clean
