"""The mode is given, and wrong."""
from keras.callbacks import EarlyStopping, ReduceLROnPlateau


def callbacks():
    return [
        EarlyStopping(monitor="val_accuracy", mode="min", patience=5),  # expect: wrong-monitor-direction
        ReduceLROnPlateau(monitor="val_loss", mode="max", factor=0.5),  # expect: wrong-monitor-direction
    ]
