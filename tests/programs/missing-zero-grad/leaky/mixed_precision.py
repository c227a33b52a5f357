import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Sequential(nn.Linear(10, 64), nn.GELU(), nn.Linear(64, 5)).to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
scaler = torch.amp.GradScaler(device, enabled=device == "cuda")
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)

for step in range(50):
    x = torch.randn(32, 10, device=device)
    y = torch.randint(0, 5, (32,), device=device)
    with torch.autocast(device_type=device, dtype=torch.bfloat16):
        loss = criterion(model(x), y)
    scaler.scale(loss).backward()  # expect: missing-zero-grad
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    scaler.step(optimizer)
    scaler.update()
