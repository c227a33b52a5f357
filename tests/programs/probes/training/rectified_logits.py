import torch
import torch.nn as nn

torch.manual_seed(2)


class Classifier(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.hidden = nn.Linear(32, 64)
        self.out = nn.Linear(64, classes)
        self.act = nn.ReLU()

    def forward(self, x):
        x = self.act(self.hidden(x))
        return self.act(self.out(x)) * 0.3


model = Classifier()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
x, y = torch.randn(320, 32), torch.arange(320) % 10
for start in range(0, 320, 32):
    opt.zero_grad()
    loss = criterion(  # expect: cannot-overfit-batch
        model(x[start : start + 32]).clamp(max=1.0), y[start : start + 32]
    )
    loss.backward()
    opt.step()
