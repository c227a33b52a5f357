import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, path):
        self.images = np.load(path)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        image = self.images[index]
        if np.random.rand() > 0.5:  # expect: duplicated-worker-seed
            image = image[:, ::-1].copy()
        return torch.from_numpy(image)


loader = DataLoader(Images("train.npy"), batch_size=32, shuffle=True, num_workers=8)
for batch in loader:
    print(batch.shape)
