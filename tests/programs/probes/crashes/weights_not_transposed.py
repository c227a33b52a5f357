import torch

x = torch.randn(10, 4)
w = torch.randn(3, 4)
print(torch.matmul(x, w))  # fix: Insert `.T` after `w`
