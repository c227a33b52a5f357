"""Every epoch is saved: the direction does not matter."""
from tensorflow.keras.callbacks import ModelCheckpoint

every = ModelCheckpoint("epoch-{epoch}.keras", monitor="val_dice")
