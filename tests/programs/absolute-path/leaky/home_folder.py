import pandas as pd
from sklearn.linear_model import Ridge

train = pd.read_csv("/home/maria/projects/energy/train.csv")  # expect: absolute-path
test = pd.read_csv("/home/maria/projects/energy/test.csv")
model = Ridge().fit(train[["t", "h"]], train["kwh"])
pd.Series(model.predict(test[["t", "h"]])).to_csv("/home/maria/projects/energy/out.csv")
