import numpy as np
from keras.applications import ResNet50
from keras.layers import Dense, GlobalAveragePooling2D
from keras.models import Model

base = ResNet50(include_top=False)
output = Dense(5, activation="softmax")(GlobalAveragePooling2D()(base.output))
model = Model(inputs=base.input, outputs=output)
model.compile(optimizer="adam", loss="categorical_crossentropy")
for layer in base.layers:
    layer.trainable = False  # expect: trainable-after-compile
model.fit(np.load("images.npy"), np.load("labels.npy"), epochs=3)
