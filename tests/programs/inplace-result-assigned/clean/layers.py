import torch
from torch import nn
from torch.nn import functional as F

activation = nn.ReLU(inplace=True)
x = torch.randn(4, 8)
x = F.relu(x, inplace=True)
x = F.dropout(x, 0.5, training=False, inplace=True)
print(activation(x))
