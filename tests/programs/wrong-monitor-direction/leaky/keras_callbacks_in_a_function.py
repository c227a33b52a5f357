"""The best F-measure is to be kept, but without a direction the callbacks take the smallest."""
import tensorflow as tf
from tensorflow import keras


def callbacks(folder):
    return [
        keras.callbacks.EarlyStopping(monitor="val_f1_score", patience=5),  # expect: wrong-monitor-direction
        keras.callbacks.ModelCheckpoint(
            f"{folder}/best.keras", monitor="val_auc", mode="max", save_best_only=True
        ),
        keras.callbacks.TensorBoard(folder),
    ]


def build():
    inputs = keras.Input((40,))
    hidden = keras.layers.Dense(64, activation="relu")(inputs)
    outputs = keras.layers.Dense(3, activation="softmax")(hidden)
    model = keras.Model(inputs, outputs)
    model.compile("adam", "categorical_crossentropy", metrics=[keras.metrics.F1Score(), "AUC"])
    return model


tf.random.set_seed(0)
train, valid = keras.utils.audio_dataset_from_directory("clips", validation_split=0.2, subset="both", seed=0)
build().fit(train, validation_data=valid, epochs=50, callbacks=callbacks("runs/1"))
