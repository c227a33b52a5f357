import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("diabetes.csv")
df["Insulin"] = df["Insulin"].replace(0, None)
df["Insulin"] = df["Insulin"].fillna(
    df.groupby("Outcome")["Insulin"].transform("median")  # expect: class-conditional-statistic
)

X = df.drop("Outcome", axis=1)
y = df["Outcome"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
rf = RandomForestClassifier(random_state=1).fit(X_train, y_train)
print(rf.score(X_test, y_test))
