import numpy as np
from torch.utils.data import DataLoader, Dataset


class Subsampled(Dataset):
    def __init__(self, images):
        self.images = images[np.random.permutation(len(images))[:1000]]

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index]


loader = DataLoader(Subsampled(np.load("a.npy")), batch_size=4, num_workers=4)
