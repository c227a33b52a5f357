import numpy as np
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        rng = np.random.default_rng(index)
        return self.images[index] + rng.normal(size=self.images[index].shape)


loader = DataLoader(Images(np.load("a.npy")), batch_size=4, num_workers=4)
