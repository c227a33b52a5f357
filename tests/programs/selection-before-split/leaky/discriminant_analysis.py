from sklearn.datasets import load_wine
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis as LDA
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

wine = load_wine()
X = wine.data
y = wine.target
lda = LDA(n_components=2)
X_lda = lda.fit_transform(X, y)  # expect: selection-before-split
X_train, X_test, y_train, y_test = train_test_split(X_lda, y, test_size=0.3)
nb = GaussianNB().fit(X_train, y_train)
print(confusion_matrix(y_test, nb.predict(X_test)))
