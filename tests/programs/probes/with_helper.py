import torch
from layers import Encoder

encoder = Encoder(12)
code = encoder(torch.randn(5, 12))
print(code.shape)
