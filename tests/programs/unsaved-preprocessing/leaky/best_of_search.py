import joblib
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

df = pd.read_csv("spectra.csv")
pca = PCA(n_components=20)
components = pca.fit_transform(df.drop(columns="kind"))
search = GridSearchCV(LogisticRegression(max_iter=2000), {"C": [0.1, 1, 10]}, cv=5)
search.fit(components, df["kind"])
joblib.dump(search.best_estimator_, "best.joblib")  # expect: unsaved-preprocessing
