"""A metric of the user's own whose name says nothing."""
from pytorch_lightning.callbacks import EarlyStopping

MONITOR = "val/quality"
stop = EarlyStopping(monitor=MONITOR)
other = EarlyStopping(monitor="hamming", patience=2)
