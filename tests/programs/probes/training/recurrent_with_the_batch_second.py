import torch
from torch import nn

torch.manual_seed(0)


class Sentiment(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(200, 16)
        self.lstm = nn.LSTM(16, 24)  # expect: batch-mixing
        self.fc = nn.Linear(24, 2)

    def forward(self, text):
        output, (hidden, cell) = self.lstm(self.embedding(text))
        return self.fc(output[:, -1])


model = Sentiment()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for step in range(6):
    text, label = torch.randint(0, 200, (16, 12)), torch.randint(0, 2, (16,))
    loss = nn.functional.cross_entropy(model(text), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
