import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        shift = random.randint(-3, 3)
        return np.roll(self.images[index], shift) * torch.rand(1).item()


loader = DataLoader(Images(np.load("a.npy")), batch_size=4, num_workers=4)
