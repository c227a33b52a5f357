import torch
import torch.nn.functional as F

logits = torch.randn(32, 10)
target = torch.randint(0, 10, (16,))
loss = F.cross_entropy(logits, target)
