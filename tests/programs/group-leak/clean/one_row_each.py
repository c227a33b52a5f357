import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

visits = pd.read_csv("visits.csv")
last = visits.groupby("patient_id").tail(1)
X_train, X_test, y_train, y_test = train_test_split(
    last[["pressure", "age"]], last["ill"], random_state=0
)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
