import numpy as np
from sklearn.metrics import classification_report
from tensorflow.keras.preprocessing.image import ImageDataGenerator

from networks import build_network

network = build_network((64, 64, 3))
data = ImageDataGenerator().flow_from_directory("test", target_size=(64, 64))  # expect: shuffled-generator-metrics
scores = network.predict(data)
classes = np.argmax(scores, axis=1)
print(classification_report(data.classes, classes))
