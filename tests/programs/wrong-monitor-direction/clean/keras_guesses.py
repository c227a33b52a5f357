"""Keras reads `acc` and `auc` as scores, and everything else as losses."""
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau

callbacks = [
    EarlyStopping(monitor="val_accuracy", patience=3),
    ModelCheckpoint("best.keras", monitor="val_auc", save_best_only=True),
    ReduceLROnPlateau(monitor="val_loss", factor=0.2),
]
