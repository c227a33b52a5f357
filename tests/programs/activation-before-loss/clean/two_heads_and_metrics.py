import torch
from torch import nn


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(7, 16)
        self.actor = nn.Linear(16, 4)
        self.valid = nn.Sequential(nn.Linear(16, 1), nn.Sigmoid())

    def forward(self, x):
        h = torch.relu(self.trunk(x))
        logits = self.actor(h)
        return logits, logits.softmax(-1), self.valid(h)


model = TwoHeads()
optimizer = torch.optim.Adam(model.parameters())
for _ in range(5):
    x, y = torch.randn(9, 7), torch.randint(0, 4, (9,))
    logits, probabilities, valid = model(x)
    loss = nn.CrossEntropyLoss()(logits, y) + nn.BCELoss()(valid, torch.ones(9, 1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    confidence = probabilities.max(dim=1).values.mean()
    top = torch.softmax(logits.detach(), dim=1).topk(2).indices
    print(loss.item(), confidence.item(), top.shape)
