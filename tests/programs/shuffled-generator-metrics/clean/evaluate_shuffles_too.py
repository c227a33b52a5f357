from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

test = ImageDataGenerator().flow_from_directory("test")
model = load_model("net.keras")
print(model.evaluate(test))
print(model.predict(test)[:5], test.class_indices)
