"""The same loop over seeds, but what is told is the mean and the spread; the worst one is named too."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

advertising = pd.read_csv("advertising.csv", index_col=0)
X, y = advertising.drop(columns="sales"), advertising["sales"]
scores = {}
for seed in range(100):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
    model = LinearRegression().fit(X_train, y_train)
    scores[seed] = model.score(X_test, y_test)
values = np.array(list(scores.values()))
print(f"R2 {values.mean():.3f} +- {values.std():.3f} over {len(values)} splits")
print("quartiles", np.percentile(values, [25, 50, 75]))
