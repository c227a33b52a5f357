import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 16, batch_first=True)
        self.to("cpu")

    def forward(self, x):
        return self.lstm(x)[0]


encoder = Encoder()
encoder.to("cuda")
encoder.half()
encoder.float()
print(encoder(torch.randn(2, 5, 4).to("cuda")).shape)
