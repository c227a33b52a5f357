import torch
import torch.nn.functional as F


def make_batches(n=20):
    for _ in range(n):
        x = torch.randn(16, 8)
        yield x, (x.mean(dim=1) > 0).float()


def compute_loss(model, x, y):
    logits = model(x).squeeze(-1)
    return F.binary_cross_entropy_with_logits(logits, y)


def train_one_epoch(model, optimizer, scheduler):
    total = 0.0
    for x, y in make_batches():
        loss = compute_loss(model, x, y)
        loss.backward()  # expect: missing-zero-grad
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        total += float(loss.detach())
    return total


def main():
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.99)
    for epoch in range(3):
        print(epoch, train_one_epoch(model, optimizer, scheduler))


main()
