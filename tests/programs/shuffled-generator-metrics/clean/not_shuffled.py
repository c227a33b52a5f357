import numpy as np
from sklearn.metrics import confusion_matrix
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator().flow_from_directory("test", shuffle=False)
model = load_model("net.keras")
print(confusion_matrix(generator.classes, np.argmax(model.predict(generator), axis=1)))
