"""The predictions come first, so precision and recall change places in the report."""
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import train_test_split

digits = pd.read_csv("digits.csv")
X_train, X_test, y_train, y_test = train_test_split(
    digits.drop(columns="label"), digits["label"], random_state=0
)
forest = RandomForestClassifier(n_estimators=200, random_state=0)
forest.fit(X_train, y_train)
predictions = forest.predict(X_test)

print(classification_report(predictions, y_test))  # expect: swapped-metric-arguments
matrix = confusion_matrix(predictions, y_test)  # expect: swapped-metric-arguments
sns.heatmap(matrix, annot=True, fmt="d")
plt.xlabel("predicted")
plt.savefig("confusion.png")
