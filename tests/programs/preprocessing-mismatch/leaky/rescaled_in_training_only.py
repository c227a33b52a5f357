from keras.layers import Conv2D, Dense, Flatten
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator


def generators(folder):
    train_gen = ImageDataGenerator(rescale=1 / 255.0, rotation_range=20, zoom_range=0.1)
    val_gen = ImageDataGenerator()  # expect: preprocessing-mismatch
    return (
        train_gen.flow_from_directory(folder + "/train", target_size=(64, 64)),
        val_gen.flow_from_directory(folder + "/val", target_size=(64, 64)),
    )


train, val = generators("cats")
model = Sequential([Conv2D(8, 3, input_shape=(64, 64, 3)), Flatten(), Dense(2, activation="softmax")])
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=val, epochs=3)
