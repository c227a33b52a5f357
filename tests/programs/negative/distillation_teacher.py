"""Distillation: soft targets are probabilities, made by a model that nobody trains here."""
import torch
from torch import nn
from torch.nn import functional as F


def distill(student, teacher, loader, optimizer, temperature=4.0, alpha=0.7):
    teacher.eval()
    student.train()
    for images, labels in loader:
        with torch.no_grad():
            teacher_logits = teacher(images)
        logits = student(images)
        soft = F.kl_div(
            F.log_softmax(logits / temperature, dim=1),
            F.softmax(teacher_logits / temperature, dim=1),
            reduction="batchmean",
        )
        hard = F.cross_entropy(logits, labels)
        loss = alpha * temperature**2 * soft + (1 - alpha) * hard
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


if __name__ == "__main__":
    torch.manual_seed(0)
    big = nn.Sequential(nn.Flatten(), nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10))
    small = nn.Sequential(nn.Flatten(), nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 10))
    data = torch.utils.data.TensorDataset(torch.rand(320, 8, 8), torch.randint(0, 10, (320,)))
    loader = torch.utils.data.DataLoader(data, batch_size=32, shuffle=True)
    sgd = torch.optim.SGD(small.parameters(), lr=0.05)
    for epoch in range(3):
        print(epoch, distill(small, big, loader, sgd))
