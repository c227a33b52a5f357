from dataclasses import dataclass

import torch
from torch import nn

torch.manual_seed(0)


@dataclass
class Output:
    logits: torch.Tensor
    features: torch.Tensor


class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.text = nn.EmbeddingBag(100, 16)
        self.numbers = nn.Linear(5, 16)
        self.head = nn.Linear(32, 6)

    def forward(self, batch):
        joined = torch.cat([self.text(batch["ids"]), torch.relu(self.numbers(batch["x"]))], 1)
        return Output(self.head(joined), joined)


model = TwoInputs()
optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3)
loss_fn = nn.BCEWithLogitsLoss()


def batch():
    return {
        "ids": torch.randint(0, 100, (24, 7)),
        "x": torch.randn(24, 5),
        "y": torch.randint(0, 2, (24, 6)).float(),
    }


for step in range(6):
    data = batch()
    out = model(data)
    loss = loss_fn(out.logits, data["y"])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
