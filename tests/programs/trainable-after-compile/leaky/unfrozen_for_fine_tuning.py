"""The base is opened for fine-tuning, but the compiled training step does not know of it."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

train = keras.utils.image_dataset_from_directory("flowers/train", image_size=(160, 160), seed=1)
valid = keras.utils.image_dataset_from_directory("flowers/valid", image_size=(160, 160), seed=1)

base = keras.applications.MobileNetV2(input_shape=(160, 160, 3), include_top=False, weights="imagenet")
base.trainable = False
model = keras.Sequential(
    [
        layers.Rescaling(1 / 127.5, offset=-1),
        base,
        layers.GlobalAveragePooling2D(),
        layers.Dropout(0.2),
        layers.Dense(5),
    ]
)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(keras.optimizers.Adam(1e-3), loss=loss, metrics=["accuracy"])
model.fit(train, validation_data=valid, epochs=5)

base.trainable = True  # expect: trainable-after-compile
for layer in base.layers[:100]:
    layer.trainable = False
model.fit(train, validation_data=valid, epochs=5)
