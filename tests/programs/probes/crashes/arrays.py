import numpy as np

weights = np.ones((3, 4))
batch = np.ones((10, 3))
print((weights @ batch).sum())
