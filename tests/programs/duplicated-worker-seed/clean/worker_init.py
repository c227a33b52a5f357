import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index] * np.random.rand()


def worker_init(worker):
    np.random.seed((torch.initial_seed() + worker) % 2**32)


loader = DataLoader(Images(np.load("a.npy")), num_workers=4, worker_init_fn=worker_init)
