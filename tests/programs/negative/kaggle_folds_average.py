"""Out-of-fold scores, test predictions averaged over the folds: the test file has no labels to leak."""
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler

train_df = pd.read_csv("train.csv")
test_df = pd.read_csv("test.csv")
target = np.log1p(train_df.pop("SalePrice"))
train_df, test_df = train_df.set_index("Id"), test_df.set_index("Id")
numeric = train_df.select_dtypes("number").columns

oof = np.zeros(len(train_df))
predictions = np.zeros(len(test_df))
kf = KFold(n_splits=5, shuffle=True, random_state=0)
for fold, (tr, va) in enumerate(kf.split(train_df)):
    X_tr, X_va = train_df[numeric].iloc[tr], train_df[numeric].iloc[va]
    y_tr, y_va = target.iloc[tr], target.iloc[va]
    scaler = StandardScaler().fit(X_tr)
    model = lgb.LGBMRegressor(n_estimators=500, learning_rate=0.03, random_state=fold)
    model.fit(scaler.transform(X_tr), y_tr)
    oof[va] = model.predict(scaler.transform(X_va))
    predictions += model.predict(scaler.transform(test_df[numeric])) / kf.get_n_splits()
    print(fold, mean_squared_error(y_va, oof[va]) ** 0.5)

print("out-of-fold RMSE:", mean_squared_error(target, oof) ** 0.5)
test_df["SalePrice"] = np.expm1(predictions)
test_df[["SalePrice"]].to_csv("submission.csv")
