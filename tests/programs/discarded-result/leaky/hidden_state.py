import torch
from torch import nn

lstm = nn.LSTM(8, 32)
head = nn.Linear(32, 8)
optimizer = torch.optim.SGD(lstm.parameters(), lr=0.1)
mean = torch.zeros(8)
mean.unsqueeze(0)  # expect: discarded-result

for series in range(20):
    x = torch.randn(50, 1, 8)
    optimizer.zero_grad()
    out, _ = lstm(x - mean)
    loss = nn.functional.mse_loss(head(out), x)
    loss.backward()
    optimizer.step()
