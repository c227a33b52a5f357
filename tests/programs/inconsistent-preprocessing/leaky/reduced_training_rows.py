"""PCA on the training rows only, one of several models."""
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

faces = pd.read_csv("faces.csv")
X_train, X_test, y_train, y_test = train_test_split(
    faces.drop(columns=["person"]), faces["person"], stratify=faces["person"], random_state=0
)
pca = PCA(n_components=60, whiten=True)
reduced = pca.fit_transform(X_train)
svc = SVC(C=10)
svc.fit(reduced, y_train)
y_pred = svc.predict(X_test)  # expect: inconsistent-preprocessing
print(accuracy_score(y_test, y_pred))
