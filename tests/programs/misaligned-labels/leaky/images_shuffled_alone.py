"""The images are shuffled before training; the labels stay as they were."""
import numpy as np
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def load(folder):
    images = np.load(f"{folder}/images.npy")
    labels = np.load(f"{folder}/labels.npy")
    return images.reshape(len(images), -1) / 255.0, labels


rng = np.random.default_rng(0)
images, labels = load("letters")
rng.shuffle(images)  # expect: misaligned-labels
X_train, X_test, y_train, y_test = train_test_split(images, labels, test_size=0.2, random_state=0)
model = SVC(gamma="scale").fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
