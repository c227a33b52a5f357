"""The mode is given."""
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint

stop = EarlyStopping("val_acc", mode="max", patience=4)
best = ModelCheckpoint(monitor="val_loss")
