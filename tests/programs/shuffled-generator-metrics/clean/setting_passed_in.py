import sys

import numpy as np
from sklearn.metrics import confusion_matrix
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def batches(folder, shuffle):
    return ImageDataGenerator().flow_from_directory(folder, shuffle=shuffle)


model = load_model("net.keras")
test = batches(sys.argv[1], False)
print(confusion_matrix(test.classes, np.argmax(model.predict(test), axis=1)))
