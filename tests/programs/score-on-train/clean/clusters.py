"""A clustering has no rows to hold out."""
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

customers = pd.read_csv("mall.csv")[["income", "spending"]]
scaled = StandardScaler().fit_transform(customers)
kmeans = KMeans(n_clusters=5, n_init=10, random_state=0).fit(scaled)
print(kmeans.score(scaled), silhouette_score(scaled, kmeans.labels_))
