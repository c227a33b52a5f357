"""The speakers are dealt out, not their recordings: the split of names looks like a random split."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler

recordings = pd.read_csv("parkinsons_recordings.csv")
print(recordings.groupby("speaker").size().describe())
speakers = recordings["speaker"].unique()
known, unknown = train_test_split(speakers, test_size=0.3, random_state=7)

train = recordings[recordings["speaker"].isin(known)]
test = recordings[recordings["speaker"].isin(unknown)]
columns = recordings.columns.difference(["speaker", "status", "file"])
model = make_pipeline(MinMaxScaler(), LogisticRegression(max_iter=500))
model.fit(train[columns], train["status"])
print(recall_score(test["status"], model.predict(test[columns])))
