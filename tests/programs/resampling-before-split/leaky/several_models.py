import numpy as np
import pandas as pd
from imblearn.combine import SMOTETomek
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("quality.csv")
y = table.pop("defect").values
X = table.values

X, y = SMOTETomek(random_state=7).fit_resample(X, y)  # expect: resampling-before-split
X_tr, X_te, y_tr, y_te = train_test_split(X, y, stratify=y, random_state=7)

scaler = StandardScaler()
X_tr = scaler.fit_transform(X_tr)
X_te = scaler.transform(X_te)

models = {
    "knn": KNeighborsClassifier(),
    "forest": RandomForestClassifier(random_state=7),
    "boosting": GradientBoostingClassifier(random_state=7),
}
results = {}
for name, model in models.items():
    model.fit(X_tr, y_tr)
    results[name] = f1_score(y_te, model.predict(X_te))
print(results, np.mean(list(results.values())))
