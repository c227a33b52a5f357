import math

import torch
import torch.nn as nn
from torch.nn import functional as F


class Attention(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(n_embd, 3 * n_embd)
        self.proj = nn.Linear(n_embd, n_embd)

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.qkv(x).split(C, dim=2)
        head_dim = C // self.n_heads
        q = q.view(B, T, self.n_heads, head_dim).transpose(1, 2)
        k = k.view(B, T, self.n_heads, head_dim).transpose(1, 2)
        v = v.view(B, T, self.n_heads, head_dim).transpose(1, 2)
        scores = (q @ k.transpose(-2, -1)) / math.sqrt(head_dim)
        mask = torch.tril(torch.ones(T, T)).bool()
        scores = scores.masked_fill(~mask, float("-inf"))
        y = F.softmax(scores, dim=-1) @ v
        y = y.transpose(1, 2).contiguous().view(B, T, C)
        return self.proj(y)


class Block(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        self.norm = nn.LayerNorm(n_embd)
        self.attention = Attention(n_embd, n_heads)
        self.mlp = nn.Sequential(nn.Linear(n_embd, 4 * n_embd), nn.GELU(), nn.Linear(4 * n_embd, n_embd))

    def forward(self, x):
        x = x + self.attention(self.norm(x))
        return x + self.mlp(x)


class Model(nn.Module):
    def __init__(self, vocab, n_embd=32, n_heads=4, n_layers=2, context=16):
        super().__init__()
        self.tokens = nn.Embedding(vocab, n_embd)
        self.positions = nn.Parameter(torch.zeros(1, context, n_embd))
        self.blocks = nn.ModuleList([Block(n_embd, n_heads) for _ in range(n_layers)])
        self.head = nn.Linear(n_embd, vocab, bias=False)
        self.head.weight = self.tokens.weight  # tied

    def forward(self, idx, targets):
        x = self.tokens(idx) + self.positions[:, : idx.shape[1]]
        for block in self.blocks:
            x = block(x)
        logits = self.head(x)
        return F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1))


text = "to be or not to be, that is the question " * 20
chars = sorted(set(text))
stoi = {ch: i for i, ch in enumerate(chars)}
data = torch.tensor([stoi[ch] for ch in text])
model = Model(len(chars))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
while True:
    starts = torch.randint(len(data) - 17, (4,)).tolist()
    xb = torch.stack([data[s : s + 16] for s in starts])
    yb = torch.stack([data[s + 1 : s + 17] for s in starts])
    loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
