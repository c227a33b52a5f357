import numpy as np
import pandas as pd
from sklearn.linear_model import *
from sklearn.metrics import *
from sklearn.model_selection import *
from sklearn.preprocessing import *

train_df = pd.read_csv("../input/train.csv")
test_df = pd.read_csv("../input/test.csv")
target = train_df.pop("target")
both = pd.concat((train_df, test_df)).reset_index(drop=True)
both = pd.DataFrame(RobustScaler().fit_transform(both))  # expect: preprocessing-outside-cv
train = both[: train_df.shape[0]]
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=42)
oof = np.zeros(len(train))
for trn, val in folds.split(train, target):
    clf = LogisticRegression()
    clf.fit(train.iloc[trn], target.iloc[trn])
    oof[val] = clf.predict_proba(train.iloc[val])[:, 1]
print(roc_auc_score(target, oof))
