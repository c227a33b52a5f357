import torch

x = torch.randn(4, 4).log()
x[x == torch.nan] = 0  # expect: nan-comparison
print(x)
