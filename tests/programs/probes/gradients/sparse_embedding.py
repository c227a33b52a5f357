import torch
from torch import nn


class Bag(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.EmbeddingBag(1000, 8, sparse=True)
        self.out = nn.Linear(8, 2)

    def forward(self, tokens):
        return self.out(self.table(tokens))


net = Bag()
sparse = torch.optim.SparseAdam(list(net.table.parameters()))
dense = torch.optim.Adam(net.out.parameters())
for _ in range(20):
    sparse.zero_grad()
    dense.zero_grad()
    tokens = torch.randint(0, 50, (8, 5))
    nn.functional.cross_entropy(net(tokens), torch.randint(0, 2, (8,))).backward()
    sparse.step()
    dense.step()
