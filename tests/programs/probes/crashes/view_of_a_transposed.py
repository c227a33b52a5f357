import torch

x = torch.randn(2, 5, 4, 8)
heads = x.transpose(1, 2)
flat = heads.view(2, 4, 40)  # fix: Use `reshape`
print(flat.shape)
