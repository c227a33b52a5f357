from lightning.pytorch import seed_everything
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

seed_everything(1)
X, y = load_iris(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y)
print(DecisionTreeClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
