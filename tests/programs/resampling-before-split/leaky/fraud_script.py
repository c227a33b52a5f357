import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import train_test_split

df = pd.read_csv("creditcard.csv")
print(df["Class"].value_counts())

X = df.drop("Class", axis=1)
y = df["Class"]

ros = RandomOverSampler(random_state=42)
X_res, y_res = ros.fit_resample(X, y)  # expect: resampling-before-split
print(X_res.shape, y_res.value_counts())

X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.3, random_state=42)

rf = RandomForestClassifier(n_estimators=200, n_jobs=-1)
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)
print(confusion_matrix(y_test, y_pred))
print(classification_report(y_test, y_pred))
