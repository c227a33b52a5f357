import numpy as np
from sklearn.metrics import f1_score
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def batches(folder):
    return ImageDataGenerator().flow_from_directory(folder, class_mode="binary")  # expect: shuffled-generator-metrics


def report(model, generator):
    probability = model.predict(generator)
    labels = (probability > 0.5).astype(int).ravel()
    return f1_score(generator.classes, labels)


if __name__ == "__main__":
    print(report(load_model("xray.keras"), batches("test")))
