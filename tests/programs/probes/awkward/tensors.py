import torch
net = torch.nn.Linear(3, 2)
with torch.inference_mode():
    out = net(torch.ones(4, 3))
class Sub(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        print("called", func.__name__)
        return super().__torch_function__(func, types, args, kwargs or {})
s = torch.ones(5).as_subclass(Sub)
t = s + 1
g = torch.func.vmap(lambda v: v * 2)(torch.ones(3, 2))
h = torch.func.grad(lambda v: (v * v).sum())(torch.ones(3))
torch.manual_seed(0)
j = torch.jit.script(torch.nn.Linear(2, 2))(torch.ones(1, 2))
sp = torch.eye(3).to_sparse()
m = torch.nn.LazyLinear(3)
k = m(torch.ones(2, 7))
meta = torch.empty(3, 4, device="meta")
cplx = torch.zeros(2, dtype=torch.complex64)
e = torch.empty(0, 3)
@torch.compile
def f(x):
    y = x + 1
    return y
z = f(torch.ones(2))
from torch.fx import symbolic_trace
class N(torch.nn.Module):
    def forward(self, x):
        y = x * 2
        return y.relu()
gm = symbolic_trace(N())
w = gm(torch.ones(2))
@torch.jit.script
def sc(x: torch.Tensor, n: int):
    for i in range(n):
        x = x + i
    return x
q = sc(torch.ones(2), 3)
print(g, h, z, j.shape, k.shape)
print("done", w.shape, q)
