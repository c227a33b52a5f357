"""Recurrent layers, packed and padded sequences, attention, losses over sequences."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


class PlainLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(6, 8, batch_first=True, num_layers=2)

    # dyetrace: input=torch.randn(4, 5, 6)
    def forward(self, x):
        y, (h, c) = self.rnn(x)
        out = y[:, -1] + h[-1] + c[-1]
        return out


class BidirectionalGRU(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(6, 8, bidirectional=True)

    # dyetrace: input=torch.randn(5, 4, 6)
    def forward(self, x):
        out, _ = self.rnn(x)
        return out


class CellInALoop(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(6, 8)

    # dyetrace: input=torch.randn(4, 5, 6)
    def forward(self, x):
        h = x.new_zeros(x.size(0), 8)
        steps = []
        for t in range(x.size(1)):
            h = self.cell(x[:, t], h)
            steps.append(h)
        out = torch.stack(steps, 1)
        return out


class UnboundSteps(nn.Module):
    # dyetrace: input=torch.randn(4, 5, 6)
    def forward(self, x):
        total = 0
        for step in x.unbind(1):
            total = total + step
        out = total.relu()
        return out


class PackedLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(6, 8, batch_first=True)

    # dyetrace: input=torch.randn(3, 5, 6), torch.tensor([5, 4, 2])
    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True)
        y, _ = self.rnn(packed)
        out, _ = pad_packed_sequence(y, batch_first=True)
        return out


class PaddedSequences(nn.Module):
    # dyetrace: input=[torch.randn(5, 6), torch.randn(3, 6)]
    def forward(self, parts):
        out = pad_sequence(parts, batch_first=True)
        return out


class ConnectionistLoss(nn.Module):
    # dyetrace: input=torch.randn(12, 4, 7)
    def forward(self, x):
        targets = torch.randint(1, 7, (4, 5))
        out = F.ctc_loss(
            x.log_softmax(2), targets, torch.full((4,), 12), torch.full((4,), 5), reduction="none"
        )
        return out


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)

    # dyetrace: input=torch.randn(4, 5, 8)
    def forward(self, x):
        mask = torch.triu(torch.ones(x.size(1), x.size(1), dtype=torch.bool), 1)
        out, _ = self.attention(x, x, x, attn_mask=mask)
        return out


class ScaledDotProduct(nn.Module):
    # dyetrace: input=torch.randn(4, 2, 5, 8)
    def forward(self, x):
        out = F.scaled_dot_product_attention(x, x, x, is_causal=True)
        return out


class EncoderLayers(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)

    # dyetrace: input=torch.randn(4, 5, 8)
    def forward(self, x):
        out = self.encoder(x)
        return out


class BagOfWords(nn.Module):
    def __init__(self):
        super().__init__()
        self.bag = nn.EmbeddingBag(50, 8, mode="mean")

    # dyetrace: input=torch.randint(0, 50, (12,)), torch.tensor([0, 4, 9])
    def forward(self, tokens, offsets):
        out = self.bag(tokens, offsets)
        return out


class BeamStep(nn.Module):
    # dyetrace: input=torch.randn(4, 3, 20)
    def forward(self, scores):
        best, index = scores.flatten(1).topk(3)
        out = torch.gather(scores.flatten(1), 1, index) + best
        return out
