import pandas as pd
import statsmodels.formula.api as smf
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
df["area"] = (df["area"] - df["area"].mean()) / df["area"].std()  # leaky expect: fit-before-split
train, test = train_test_split(df, random_state=0)
results = smf.ols("price ~ area + rooms", data=train).fit()
print(mean_squared_error(test["price"], results.predict(test)))
