import torch
from torch import nn

table = nn.Embedding(10, 4)
vectors = table(torch.tensor([3, 12]))
