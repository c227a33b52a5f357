import torch
from torch import nn

embed, head = nn.Embedding(50, 16), nn.Linear(16, 50)
tokens = torch.randint(0, 50, (4, 12))
logits = head(embed(tokens[:, :-1]))
targets = tokens[:, 1:]
loss = nn.functional.cross_entropy(logits, targets)  # fix: Insert `.transpose(1, 2)` after `logits`
loss.backward()
