import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.gate = nn.Sequential(nn.Linear(width, width), nn.Sigmoid())
        self.out = nn.Linear(width, width)

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        scores = q @ k.transpose(-2, -1) / math.sqrt(C)
        weights = F.softmax(scores, dim=-1)
        return self.out(weights @ v) * self.gate(x)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(50, 32)
        self.blocks = nn.ModuleList([Attention(32, 2) for _ in range(2)])
        self.head = nn.Linear(32, 50)

    def forward(self, ids, targets=None):
        x = self.embed(ids)
        for block in self.blocks:
            x = x + block(x)
        logits = self.head(x)
        loss = None
        if targets is not None:
            loss = F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1))
        return logits, loss


model = Model()
ids = torch.randint(0, 50, (4, 9))
logits, loss = model(ids[:, :-1], ids[:, 1:])
loss.backward()
probabilities = F.softmax(logits[:, -1], dim=-1)
next_token = torch.multinomial(probabilities, 1)
