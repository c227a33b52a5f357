import numpy as np
import torch
from torch import nn

images = torch.from_numpy(np.random.rand(6, 24, 24, 3).astype("float32"))
conv = nn.Conv2d(3, 16, 3)
print(conv(images).shape)  # fix: Insert `.permute(0, 3, 1, 2)` after `images`
