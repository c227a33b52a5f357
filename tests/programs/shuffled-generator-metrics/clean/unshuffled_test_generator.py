"""The training generator shuffles, the test generator does not: its classes are in its order."""
import numpy as np
from sklearn.metrics import classification_report
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

SIZE = (224, 224)
scale = ImageDataGenerator(rescale=1 / 255)
augment = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, rotation_range=10)
train = augment.flow_from_directory("xray/train", target_size=SIZE, class_mode="categorical")
test = scale.flow_from_directory("xray/test", target_size=SIZE, class_mode="categorical", shuffle=False)

weights = dict(enumerate(len(train.classes) / np.bincount(train.classes)))
model = load_model("xray.h5")
model.fit(train, epochs=2, class_weight=weights)
predicted = model.predict(test).argmax(axis=1)
print(classification_report(test.classes, predicted, target_names=list(test.class_indices)))
