import numpy as np
from torch.utils.data import DataLoader, Dataset


class Base(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)


class Pairs(Base):
    def __getitem__(self, index):
        other = np.random.choice(len(self.rows))  # expect: duplicated-worker-seed
        return self.rows[index], self.rows[other]


pairs = Pairs(np.load("rows.npy"))
train_loader = DataLoader(pairs, 64, True, num_workers=4)
