import torch
from torch import nn


class Wrapped(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 2)

    def load_state_dict(self, state, strict=True):
        return self.body.load_state_dict(state, strict=strict)


wrapped = Wrapped()
result = wrapped.load_state_dict(torch.load("body.pt"), strict=False)
assert not result.missing_keys
