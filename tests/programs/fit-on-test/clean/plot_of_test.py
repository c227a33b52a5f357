import matplotlib.pyplot as plt
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.manifold import TSNE
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("digits.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="digit"), df["digit"])
scaler = StandardScaler().fit(X_train)
forest = RandomForestClassifier().fit(scaler.transform(X_train), y_train)
predicted = forest.predict(scaler.transform(X_test))
print((predicted == y_test).mean())

seen = TSNE().fit_transform(scaler.transform(X_train))
embedding = TSNE().fit_transform(scaler.transform(X_test))
plt.scatter(embedding[:, 0], embedding[:, 1], c=predicted)
plt.scatter(seen[:, 0], seen[:, 1], c=y_train)
