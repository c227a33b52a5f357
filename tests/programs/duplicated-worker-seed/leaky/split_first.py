import numpy as np
from torch.utils.data import DataLoader, Dataset, random_split


class Windows(Dataset):
    def __init__(self, series, length=128):
        self.series, self.length = series, length

    def __len__(self):
        return 10000

    def __getitem__(self, index):
        start = np.random.randint(len(self.series) - self.length)  # expect: duplicated-worker-seed
        return self.series[start : start + self.length]


windows = Windows(np.load("series.npy"))
train, val = random_split(windows, [8000, 2000])
train_loader = DataLoader(train, batch_size=16, num_workers=3)
