"""Programs that hand functions to torch's compilers and tracers, or look at their own source."""

import inspect
import pickle

import torch
import torch.nn as nn
from torch import fx

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 3)

    def forward(self, x):
        b, f = x.shape
        y = self.a(x).relu()
        return y.view(b, 3) if f == 4 else y


class Branchless(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.a(x)
        return torch.relu(y) + 1


@torch.jit.script
def clipped(x: torch.Tensor, low: float) -> torch.Tensor:
    if x.sum() > low:
        return x.clamp(min=low)
    return x


x = torch.randn(2, 4)
net, simple = Net(), Branchless()
scripted = torch.jit.script(simple)
print(scripted(x).sum().item(), clipped(x, 0.0).sum().item())
print(torch.jit.trace(net, x)(x).sum().item())
graph = fx.symbolic_trace(simple)
print([node.op for node in graph.graph.nodes], graph(x).sum().item())
print(graph.code.strip().splitlines()[-1].strip())
print(torch.compile(net)(x).sum().item())
print(inspect.getsource(Net.forward).splitlines()[2].strip())
print(inspect.signature(Net.forward), Net.forward.__code__.co_varnames, Net.forward.__code__.co_freevars)
print(pickle.loads(pickle.dumps(net))(x).sum().item())
weights = dict(net.named_parameters())
print(torch.func.functional_call(net, weights, (x,)).sum().item())
print(torch.func.vmap(lambda row: net.a(row).sum())(x).shape)
print(torch.func.jacrev(lambda v: net.a(v))(x[0]).shape)
print([m.__class__.__name__ for m in net.modules()], net)
sum(t.sum() for t in (x, x)).backward if x.requires_grad else None
make = lambda width: nn.Linear(width, width)
print(make(3).weight.shape, [layer.out_features for layer in (make(n) for n in (1, 2))])
