"""The generator deals the files in another order than its list of classes is in."""
import numpy as np
from sklearn.metrics import classification_report, confusion_matrix
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

SIZE = (224, 224)


def generators(folder):
    scale = ImageDataGenerator(rescale=1 / 255)
    train = scale.flow_from_directory(f"{folder}/train", target_size=SIZE, class_mode="categorical")
    test = scale.flow_from_directory(f"{folder}/test", target_size=SIZE, class_mode="categorical")  # expect: shuffled-generator-metrics
    return train, test


train, test = generators("xray")
model = load_model("xray.h5")
probabilities = model.predict(test)
predicted = np.argmax(probabilities, axis=1)
print(confusion_matrix(test.classes, predicted))
print(classification_report(test.classes, predicted, target_names=list(test.class_indices)))
