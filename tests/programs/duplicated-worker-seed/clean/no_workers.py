import numpy as np
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index] * np.random.rand()


loader = DataLoader(Images(np.load("a.npy")), batch_size=4, num_workers=0)
other = DataLoader(Images(np.load("b.npy")), batch_size=4)
