"""Lightning's default mode is `min`."""
import lightning as L
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint

from project import Classifier, Data

stop = EarlyStopping(monitor="val_accuracy", patience=4)  # expect: wrong-monitor-direction
best = ModelCheckpoint(monitor="val_f1", save_top_k=1)  # expect: wrong-monitor-direction
trainer = L.Trainer(max_epochs=30, callbacks=[stop, best])
trainer.fit(Classifier(), Data())
