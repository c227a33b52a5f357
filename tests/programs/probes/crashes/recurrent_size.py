import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(100, 24)
        self.rnn = nn.LSTM(32, 16, batch_first=True)

    def forward(self, tokens):
        states, _ = self.rnn(self.embed(tokens))
        return states


print(Tagger()(torch.randint(0, 100, (3, 11))))  # at: 12, fix: Change `nn.LSTM(32, 16)` to `nn.LSTM(24, 16)`
