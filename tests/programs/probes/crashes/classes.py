import torch
from torch import nn

criterion = nn.CrossEntropyLoss()
scores = torch.randn(4, 3)
labels = torch.tensor([1, 2, 3, 1])
loss = criterion(scores, labels)
