import torch
from torch import nn

torch.manual_seed(0)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(50, 16)
        self.attention = nn.MultiheadAttention(16, 2, batch_first=True)
        self.out = nn.Linear(16, 3)

    def forward(self, tokens, padding_mask):
        x = self.embed(tokens)
        x, _ = self.attention(x, x, x)
        return self.out(x.mean(1))


encoder = Encoder()  # expect: ignored-input
opt = torch.optim.Adam(encoder.parameters())
for step in range(5):
    tokens = torch.randint(0, 50, (16, 10))
    mask = torch.arange(10).expand(16, 10) >= torch.randint(3, 10, (16, 1))
    loss = nn.functional.cross_entropy(
        encoder(tokens, padding_mask=mask), torch.randint(0, 3, (16,))
    )
    opt.zero_grad()
    loss.backward()
    opt.step()
