import numpy as np
from sklearn.metrics import accuracy_score
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator().flow_from_directory("test", class_mode="sparse")
model = load_model("net.keras")
truth, guesses = [], []
for _ in range(len(generator)):
    images, labels = next(generator)
    truth.extend(labels)
    guesses.extend(np.argmax(model.predict(images), axis=1))
print(accuracy_score(truth, guesses), np.bincount(generator.classes))
