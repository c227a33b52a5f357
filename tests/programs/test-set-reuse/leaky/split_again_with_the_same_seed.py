"""Each cell splits again before its model, with the same seed: the same test rows every time."""

# In[1]:

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier

mushrooms = pd.read_csv("mushrooms.csv")
X, y = mushrooms.iloc[:, 1:], mushrooms.iloc[:, 0]

# In[2]:

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)
logistic = LogisticRegression().fit(X_train, y_train)
print(logistic.score(X_test, y_test))

# In[3]:

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)
bayes = GaussianNB().fit(X_train, y_train)
print(bayes.score(X_test, y_test))  # expect: test-set-reuse

# In[4]:

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)
tree = DecisionTreeClassifier().fit(X_train, y_train)
print(tree.score(X_test, y_test))
