import matplotlib.pyplot as plt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

customers = pd.read_csv("customers.csv")
scaled = StandardScaler().fit_transform(customers[["age", "income", "spending"]])
for k in range(2, 9):
    kmeans = KMeans(n_clusters=k, n_init=10).fit(scaled)
    print(k, kmeans.inertia_, silhouette_score(scaled, kmeans.labels_))
points = PCA(2).fit_transform(scaled)
plt.scatter(points[:, 0], points[:, 1], c=KMeans(5).fit_predict(scaled))
