import math

import torch


def attention(q, k, v):
    scores = q @ k / math.sqrt(q.shape[-1])  # fix: Insert `.transpose(-2, -1)` after `k`
    return scores.softmax(-1) @ v


q, k, v = torch.randn(3, 2, 4, 9, 16).unbind(0)
print(attention(q, k, v).shape)
