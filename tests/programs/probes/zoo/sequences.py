"""Recurrent and temporal networks: packed LSTM, attention decoder, TCN, characters, CTC, tagging."""

import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


class PackedClassifier(nn.Module):
    def __init__(self, vocab=30, width=8, hidden=12):
        super().__init__()
        self.embedding = nn.Embedding(vocab, width, padding_idx=0)
        self.lstm = nn.LSTM(width, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(2 * hidden, 3)

    def forward(self, text, lengths):
        embedded = self.embedding(text)
        packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        packed_out, (hidden, cell) = self.lstm(packed)
        output, sizes = pad_packed_sequence(packed_out, batch_first=True)
        last = torch.cat((hidden[-2], hidden[-1]), dim=1)
        return self.fc(last), output


class Encoder(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, hidden)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)

    def forward(self, src):
        outputs, state = self.gru(self.embed(src))
        return outputs, state


class Bahdanau(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.query, self.key = nn.Linear(hidden, hidden), nn.Linear(hidden, hidden)
        self.score = nn.Linear(hidden, 1)

    def forward(self, state, outputs):
        energy = torch.tanh(self.query(state).unsqueeze(1) + self.key(outputs))
        weights = self.score(energy).squeeze(-1).softmax(-1)
        context = torch.bmm(weights.unsqueeze(1), outputs)
        return context, weights


class Seq2Seq(nn.Module):
    def __init__(self, vocab=25, hidden=14):
        super().__init__()
        self.encoder = Encoder(vocab, hidden)
        self.attention = Bahdanau(hidden)
        self.embed = nn.Embedding(vocab, hidden)
        self.cell = nn.GRUCell(2 * hidden, hidden)
        self.out = nn.Linear(hidden, vocab)

    def forward(self, src, steps):
        outputs, state = self.encoder(src)
        state = state[0]
        token = torch.zeros(src.size(0), dtype=torch.long)
        predictions = []
        for _ in range(steps):
            context, weights = self.attention(state, outputs)
            joined = torch.cat([self.embed(token), context.squeeze(1)], dim=-1)
            state = self.cell(joined, state)
            step = self.out(state)
            token = step.argmax(1)
            predictions.append(step)
        return torch.stack(predictions, dim=1)


class Temporal(nn.Module):
    def __init__(self, channels=(4, 8, 8)):
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv1d(a, b, 3, dilation=2**i)
            for i, (a, b) in enumerate(zip(channels, channels[1:]))
        )

    def forward(self, x):
        for i, conv in enumerate(self.convs):
            padded = nn.functional.pad(x, (2 * 2**i, 0))
            x = conv(padded).relu()
        return x.mean(dim=-1)


class Characters(nn.Module):
    def __init__(self, vocab=27, hidden=20):
        super().__init__()
        self.hidden = hidden
        self.i2h = nn.Linear(vocab + hidden, hidden)
        self.h2o = nn.Linear(hidden, vocab)

    def forward(self, line):
        h = torch.zeros(1, self.hidden)
        for letter in line:
            combined = torch.cat((letter, h), 1)
            h = torch.tanh(self.i2h(combined))
        output = self.h2o(h).log_softmax(dim=1)
        return output


class Speech(nn.Module):
    def __init__(self, mels=16, letters=29):
        super().__init__()
        self.conv = nn.Conv1d(mels, 24, 5, stride=2, padding=2)
        self.rnn = nn.GRU(24, 18, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(36, letters)

    def forward(self, spectrum):
        features = self.conv(spectrum).transpose(1, 2)
        states, _ = self.rnn(features)
        log_probs = self.fc(states).log_softmax(-1)
        return log_probs.transpose(0, 1)


class Forecaster(nn.Module):
    def __init__(self, horizon=4):
        super().__init__()
        self.rnn = nn.RNN(1, 10, batch_first=True)
        self.head = nn.Linear(10, horizon)

    def forward(self, series):
        states, last = self.rnn(series.unsqueeze(-1))
        return self.head(last.squeeze(0))


lengths = torch.tensor([7, 4, 5])
text = pad_sequence([torch.randint(1, 30, (n,)) for n in lengths.tolist()], batch_first=True)
kinds, states = PackedClassifier()(text, lengths)
translated = Seq2Seq()(torch.randint(0, 25, (3, 6)), 4)
pooled = Temporal()(torch.randn(2, 4, 30))
letters = nn.functional.one_hot(torch.randint(0, 27, (5, 1)), 27).float()
language = Characters()(letters)
emissions = Speech()(torch.randn(2, 16, 40))
loss = nn.CTCLoss()(
    emissions, torch.randint(1, 29, (2, 6)), torch.tensor([20, 20]), torch.tensor([6, 5])
)
future = Forecaster()(torch.randn(5, 12))
