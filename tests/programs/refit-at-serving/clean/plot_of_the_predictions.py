import joblib
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA

model = joblib.load("clusters.joblib")
rows = pd.read_csv("customers.csv")
labels = model.predict(rows)
points = PCA(2).fit_transform(rows)
plt.scatter(points[:, 0], points[:, 1], c=labels)
plt.show()
