import category_encoders as ce
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

df = pd.read_csv("clicks.csv")
y = df.pop("clicked")
df = ce.LeaveOneOutEncoder(cols=["site", "app"]).fit_transform(df, y)  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(df, y, random_state=0)
model = LogisticRegression()  # leaky
model = make_pipeline(ce.LeaveOneOutEncoder(cols=["site", "app"]), LogisticRegression())  # clean
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
