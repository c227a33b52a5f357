from numpy import random
from torch.utils import data


class Noisy(data.Dataset):
    def __init__(self, signals, labels):
        self.signals, self.labels = signals, labels

    def augment(self, signal):
        return signal + random.normal(0, 0.1, size=signal.shape)  # expect: duplicated-worker-seed

    def __getitem__(self, index):
        return self.augment(self.signals[index]), self.labels[index]

    def __len__(self):
        return len(self.signals)


def loaders(signals, labels):
    return data.DataLoader(Noisy(signals, labels), batch_size=8, num_workers=2, pin_memory=True)
