# %% Fine-tuning a small text classifier
import torch
from torch import nn

embedding = nn.EmbeddingBag(100, 16)
head = nn.Linear(16, 5)
params = list(embedding.parameters()) + list(head.parameters())
optimizer = torch.optim.AdamW(params, lr=1e-3)

# %%
for step in range(20):
    tokens = torch.randint(0, 100, (8, 12))
    labels = torch.randint(0, 5, (8,))
    logits = head(embedding(tokens))
    probs = nn.functional.softmax(logits, dim=-1)  # expect: activation-before-loss
    loss = nn.CrossEntropyLoss()(probs.view(-1, 5), labels.view(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(probs.max().item())
