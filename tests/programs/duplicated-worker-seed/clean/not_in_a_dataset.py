import numpy as np
from torch.utils.data import DataLoader, TensorDataset
import torch


class Bag:
    def __getitem__(self, index):
        return np.random.rand(3)


bag = Bag()
data = TensorDataset(torch.as_tensor(np.random.rand(10, 3)))
loader = DataLoader(data, batch_size=4, num_workers=4)
