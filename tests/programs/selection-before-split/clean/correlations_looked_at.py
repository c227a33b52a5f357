import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
corr = houses.corr()
sns.heatmap(corr)
plt.show()
print(corr["SalePrice"].sort_values(ascending=False).head(10))
print(houses.groupby("Neighborhood")["SalePrice"].mean())
X = houses[["GrLivArea", "OverallQual", "YearBuilt"]]
y = houses["SalePrice"]
X_train, X_test, y_train, y_test = train_test_split(X, y)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
