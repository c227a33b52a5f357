"""The error on the test set for every k, then the k of the elbow."""
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(
    df.drop("churned", axis=1), df["churned"], test_size=0.3, random_state=101
)
scaler = StandardScaler().fit(X_train)
X_train = scaler.transform(X_train)
X_test = scaler.transform(X_test)

error_rate = []
for i in range(1, 40):
    knn = KNeighborsClassifier(n_neighbors=i)
    knn.fit(X_train, y_train)
    pred_i = knn.predict(X_test)
    error_rate.append(np.mean(pred_i != y_test))  # expect: test-set-reuse

plt.plot(range(1, 40), error_rate, marker="o")
plt.show()
