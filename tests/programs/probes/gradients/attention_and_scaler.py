import torch
from torch import nn
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(50, 32, padding_idx=0)
        enc = nn.TransformerEncoderLayer(32, 4, 64, batch_first=True)
        self.encoder = nn.TransformerEncoder(enc, 2)
        self.lstm = nn.LSTM(32, 16, batch_first=True, bidirectional=True)
        self.attn = nn.MultiheadAttention(32, 4, batch_first=True)
        self.norm = nn.BatchNorm1d(32)
        self.cls = nn.Parameter(torch.zeros(1, 1, 32))
        self.drop = nn.Dropout(0.5)
        self.heads = nn.ModuleDict({"a": nn.Linear(32, 2), "b": nn.Linear(32, 3)})
    def forward(self, x, head="a"):
        h = self.emb(x)
        h = torch.cat([self.cls.expand(len(x), -1, -1), h], 1)
        h = self.encoder(h)
        h, _ = self.lstm(h)
        h, _ = self.attn(h, h, h)
        h = self.norm(h.mean(1))
        return self.heads[head](self.drop(h))
model = M()
opt = torch.optim.AdamW([{"params": model.encoder.parameters(), "lr": 1e-4}, {"params": [p for n, p in model.named_parameters() if not n.startswith("encoder")]}], lr=1e-3)
sched = torch.optim.lr_scheduler.OneCycleLR(opt, 1e-3, total_steps=100)
scaler = torch.amp.GradScaler("cpu")
for step in range(40):
    x = torch.randint(0, 50, (8, 12))
    head = "ab"[step % 2]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = nn.functional.cross_entropy(model(x, head).float(), torch.randint(0, 2, (8,))) / 2
    scaler.scale(loss).backward()
    if step % 2:
        scaler.unscale_(opt)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(opt); scaler.update(); opt.zero_grad(); sched.step()
