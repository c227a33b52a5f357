"""Callbacks made in a method."""
import pytorch_lightning as pl


class Experiment:
    def trainer(self):
        checkpoint = pl.callbacks.ModelCheckpoint(monitor="val_auc", filename="best")  # expect: wrong-monitor-direction
        return pl.Trainer(max_epochs=10, callbacks=[checkpoint])


Experiment().trainer()
