from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

images = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
train = images.flow_from_directory("photos", subset="training", seed=0)  # clean
train = images.flow_from_directory("photos", seed=0)  # leaky
validation = images.flow_from_directory("photos", subset="validation", seed=0)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=5)  # expect: train-test-overlap
print(model.evaluate(validation))
