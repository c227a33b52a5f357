"""Everything else: graphs, reinforcement learning, data classes, hooks, lazy layers, einsum, ODE."""

from collections import namedtuple
from dataclasses import dataclass
from typing import Optional

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import Categorical


class GraphConv(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.lin = nn.Linear(cin, cout)

    def forward(self, x, adj):
        degree = adj.sum(1).clamp(min=1)
        norm = adj / degree.unsqueeze(1)
        return norm @ self.lin(x)


class MessagePassing(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.message, self.update = nn.Linear(2 * width, width), nn.GRUCell(width, width)

    def forward(self, x, edge_index):
        src, dst = edge_index
        messages = self.message(torch.cat([x[src], x[dst]], dim=-1)).relu()
        gathered = torch.zeros_like(x).index_add_(0, dst, messages)
        return self.update(gathered, x)


class GraphAttention(nn.Module):
    def __init__(self, cin, cout, heads):
        super().__init__()
        self.w = nn.Parameter(torch.randn(heads, cin, cout))
        self.a = nn.Parameter(torch.randn(heads, 2 * cout))

    def forward(self, x, adj):
        h = torch.einsum("ni,hio->hno", x, self.w)
        left, right = self.a.chunk(2, dim=-1)
        scores = (h * left[:, None]).sum(-1, keepdim=True) + (h * right[:, None]).sum(-1).unsqueeze(
            1
        )
        alpha = F.leaky_relu(scores).masked_fill(adj == 0, -1e9).softmax(-1)
        return (alpha @ h).permute(1, 0, 2).flatten(1)


class ActorCritic(nn.Module):
    def __init__(self, obs=4, actions=2):
        super().__init__()
        self.body = nn.Linear(obs, 16)
        self.policy, self.value = nn.Linear(16, actions), nn.Linear(16, 1)

    def forward(self, state):
        h = self.body(state).tanh()
        dist = Categorical(logits=self.policy(h))
        action = dist.sample()
        return action, dist.log_prob(action), self.value(h).squeeze(-1)


@dataclass
class Output:
    logits: torch.Tensor
    hidden: Optional[torch.Tensor] = None


class ManyInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.image, self.table = nn.Conv2d(3, 4, 3), nn.Linear(5, 8)
        self.head = nn.Linear(12, 2)

    def forward(self, batch):
        pixels = self.image(batch["image"]).amax(dim=(2, 3))
        rows = self.table(batch["table"])
        hidden = torch.cat([pixels, rows], dim=-1)
        return Output(logits=self.head(hidden), hidden=hidden)


Pair = namedtuple("Pair", "left right")


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 4))

    def forward(self, pair):
        one, two = self.embed(pair.left), self.embed(pair.right)
        distance = F.pairwise_distance(one, two)
        return distance


class Dynamic(nn.Module):
    def __init__(self):
        super().__init__()
        self.small, self.large = nn.Linear(6, 6), nn.Linear(6, 6)

    def forward(self, x, depth):
        for level in range(depth):
            if level % 2 and x.shape[0] > 1:
                x = self.large(x)
            else:
                x = self.small(x)
        while x.shape[-1] > 2:
            x = x[..., ::2]
        return x


class Hooked(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(7, 9), nn.ReLU(), nn.Sequential(nn.Linear(9, 5), nn.Tanh())
        )
        self.kept = {}
        self.body[0].register_forward_hook(self.keep)

    def keep(self, module, inputs, output):
        summary = output.detach().mean(0)
        self.kept["first"] = summary

    def forward(self, x):
        y = self.body(x)
        return y, self.kept["first"]


class Lazy(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.fc = nn.LazyConv2d(4, 3), nn.LazyLinear(6)

    def forward(self, x):
        maps = self.conv(x)
        return self.fc(maps.flatten(1))


class Mixer(nn.Module):
    def __init__(self, tokens=9, width=6):
        super().__init__()
        self.across = nn.Parameter(torch.randn(tokens, tokens))
        self.within = nn.Parameter(torch.randn(width, width))

    def forward(self, x):
        mixed = torch.einsum("btc,ts->bsc", x, self.across)
        return torch.einsum("bsc,cd->bsd", mixed, self.within) + x


class Hyper(nn.Module):
    def __init__(self, width=5):
        super().__init__()
        self.width = width
        self.make = nn.Linear(3, width * width)

    def forward(self, x, code):
        weight = self.make(code).view(-1, self.width, self.width)
        return torch.bmm(x.unsqueeze(1), weight).squeeze(1)


class Field(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(3, 12), nn.Tanh(), nn.Linear(12, 3))

    def forward(self, y, steps=4):
        h = 1.0 / steps
        for _ in range(steps):
            k1 = self.f(y)
            k2 = self.f(y + 0.5 * h * k1)
            y = y + h * k2
        return y


class Points(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = nn.Conv1d(3, 16, 1)
        self.head = nn.Linear(16, 4)

    def forward(self, cloud):
        features = self.shared(cloud.transpose(1, 2)).relu()
        pooled, where = features.max(dim=2)
        return self.head(pooled)


class Quantised(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        scale = x.abs().amax() / 127
        ints = torch.round(x / scale).to(torch.int8)
        restored = ints.float() * scale
        return self.fc(restored)


class Adapter(nn.Module):
    def __init__(self, base, rank=2):
        super().__init__()
        self.base = base
        self.a = nn.Parameter(torch.randn(rank, base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        update = x @ self.a.T @ self.b.T
        return self.base(x) + update


nodes, adj = torch.randn(6, 5), (torch.rand(6, 6) > 0.5).float() + torch.eye(6)
spread = GraphConv(5, 7)(nodes, adj)
passed = MessagePassing(5)(nodes, torch.randint(0, 6, (2, 11)))
attended = GraphAttention(5, 4, 3)(nodes, adj)
action, log_prob, value = ActorCritic()(torch.randn(9, 4))
result = ManyInputs()({"image": torch.randn(2, 3, 8, 8), "table": torch.randn(2, 5)})
logits, hidden = result.logits, result.hidden
distance = Siamese()(Pair(torch.randn(3, 10), torch.randn(3, 10)))
halved = Dynamic()(torch.randn(4, 6), 3)
y, summary = Hooked()(torch.randn(2, 7))
lazily = Lazy()(torch.randn(2, 1, 6, 6))
mixed = Mixer()(torch.randn(2, 9, 6))
made = Hyper()(torch.randn(4, 5), torch.randn(4, 3))
flow = Field()(torch.randn(10, 3))
cloud = Points()(torch.randn(2, 50, 3))
coarse = Quantised()(torch.randn(5, 8))
adapted = Adapter(nn.Linear(6, 4))(torch.randn(3, 6))
