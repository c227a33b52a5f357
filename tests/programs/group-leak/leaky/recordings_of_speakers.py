"""Several recordings of each speaker, grouped for the statistics but not for the split."""
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

recordings = pd.read_csv("parkinsons_recordings.csv")
per_speaker = recordings.groupby("speaker").size()
print(f"{per_speaker.size} speakers, {per_speaker.mean():.1f} recordings each")

columns = recordings.columns.difference(["speaker", "status", "file"])
X, y = recordings[columns].to_numpy(), recordings["status"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)  # expect: group-leak
model = make_pipeline(StandardScaler(), SVC(C=10))
model.fit(X_train, y_train)
print("accuracy", np.round(accuracy_score(y_test, model.predict(X_test)), 3))
