"""Four small batches make one step: zero_grad is not called in every round, on purpose."""
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
ACCUMULATE = 4

inputs, targets = torch.randn(512, 20), torch.randn(512, 1)
loader = DataLoader(TensorDataset(inputs, targets), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 1))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
criterion = nn.MSELoss()

for epoch in range(5):
    model.train()
    optimizer.zero_grad()
    running = 0.0
    for step, (batch, target) in enumerate(loader):
        loss = criterion(model(batch), target)
        (loss / ACCUMULATE).backward()
        running += loss.item()
        if (step + 1) % ACCUMULATE == 0:
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
    print(epoch, running / len(loader))
