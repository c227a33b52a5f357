import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("energy.csv")
X, y = df.drop(columns="load"), df[["load"]]
print("mean load", y.mean())
y_scaled = StandardScaler().fit_transform(y)
X_train, X_test, y_train, y_test = train_test_split(X, y_scaled)
model = make_pipeline(StandardScaler(), Ridge())
model.fit(X_train, y_train)
print(mean_absolute_error(y_test, model.predict(X_test)))
