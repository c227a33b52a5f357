# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import resample

data = pd.read_csv("stroke.csv")
data.head()

# %%
majority = data[data.stroke == 0]
minority = data[data.stroke == 1]
minority_upsampled = resample(  # expect: resampling-before-split
    minority, replace=True, n_samples=len(majority), random_state=123
)
upsampled = pd.concat([majority, minority_upsampled])
upsampled.stroke.value_counts()

# %%
y = upsampled.stroke
X = upsampled.drop("stroke", axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)

# %%
tree = DecisionTreeClassifier()
tree.fit(X_train, y_train)
tree.score(X_test, y_test)
