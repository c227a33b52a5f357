import torch
from torch import nn

fc = nn.Linear(48, 2)
for rows in (32, 20):
    x = torch.randn(rows, 3, 4, 4)
    print(fc(x.view(32, 48)).shape)  # fix: Write `-1` for 32 in `x.view(32, 48)`
