import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

frame = pd.read_csv("labels.csv", dtype=str)
flow = ImageDataGenerator(rescale=1 / 255).flow_from_dataframe(  # expect: shuffled-generator-metrics
    frame, directory="images", x_col="file", y_col="label", target_size=(96, 96)
)
network = load_model("net.keras")
guess = np.argmax(network.predict(flow), axis=-1)
matrix = confusion_matrix(flow.labels, guess)
print(matrix)
