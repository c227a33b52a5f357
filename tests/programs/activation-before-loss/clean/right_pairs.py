import torch
import torch.nn.functional as F
from torch import nn

x, classes, flags = torch.randn(16, 5), torch.randint(0, 3, (16,)), torch.rand(16, 1).round()

with_log_softmax = nn.Sequential(nn.Linear(5, 3), nn.LogSoftmax(dim=1))
with_sigmoid = nn.Sequential(nn.Linear(5, 1), nn.Sigmoid())
plain = nn.Linear(5, 3)

total = nn.NLLLoss()(with_log_softmax(x), classes)
total = total + nn.BCELoss()(with_sigmoid(x), flags)
total = total + F.nll_loss(torch.log(F.softmax(plain(x), dim=1)), classes)
total = total + F.mse_loss(torch.sigmoid(plain(x)), F.one_hot(classes, 3).float())
total = total + nn.CrossEntropyLoss()(plain(x), classes)
total.backward()
