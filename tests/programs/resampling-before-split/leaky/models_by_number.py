import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.svm import SVC

df = pd.read_csv("diseases.csv")
X = df.iloc[:, :-1]
y = df.iloc[:, -1]
X_resampled, y_resampled = RandomOverSampler().fit_resample(X, y)  # expect: resampling-before-split
X_train, X_test, y_train, y_test = train_test_split(X_resampled, y_resampled, test_size=0.2)

models = [SVC(), GaussianNB(), RandomForestClassifier()]
for number in range(len(models)):
    models[number].fit(X_train, y_train)
for number in range(len(models)):
    predicted = models[number].predict(X_test)
    print(models[number], accuracy_score(y_test, predicted))
