"""Parts of torch around the forward: autograd, functional transforms, devices, scripts, saving."""

import copy
import io
import pickle
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint
from torch.utils.data import DataLoader, TensorDataset

TABLE = torch.arange(12.0).reshape(6, 2)
READY = nn.Linear(6, 3)


@torch.jit.script
def scripted(x: torch.Tensor) -> torch.Tensor:
    return x.relu() + 1


class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        return grad * 2


@dataclass
class Output:
    logits: torch.Tensor
    hidden: tuple


class RealTensorOutside(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = x @ TABLE
        return out


class ReadyModuleOutside(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = READY(x)
        return out


class ScriptedFunction(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = scripted(x)
        return out


class ScriptedModule(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = torch.jit.script(nn.Sequential(nn.Linear(6, 3), nn.ReLU()))

    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = self.part(x)
        return out


class CompiledModule(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = torch.compile(nn.Linear(6, 3))

    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = self.part(x)
        return out


class OwnFunction(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = Double.apply(x)
        return out


class Vmapped(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = torch.func.vmap(torch.dot)(x, x)
        return out


class FunctionalGradient(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = torch.func.grad(lambda v: v.square().sum())(x)
        return out


class FunctionalCall(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        weights = {"weight": torch.zeros(5, 6), "bias": torch.zeros(5)}
        out = torch.func.functional_call(nn.Linear(6, 5), weights, (x,))
        return out


class Checkpointed(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = nn.Linear(6, 3)

    # dyetrace: input=torch.randn(4, 6, requires_grad=True)
    def forward(self, x):
        out = checkpoint(self.part, x, use_reentrant=False)
        return out


class TrainingStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = nn.Linear(6, 3)

    # dyetrace: input=torch.randn(4, 6), torch.randint(0, 3, (4,))
    def forward(self, x, y):
        optimizer = torch.optim.AdamW(self.part.parameters())
        scaler = torch.amp.GradScaler("cuda")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = self.part(x)
            loss = F.cross_entropy(out, y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return out


class GradientPenalty(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        x = x.requires_grad_()
        (gradient,) = torch.autograd.grad(x.square().sum(), x, create_graph=True)
        out = gradient.norm(dim=1)
        return out


class OnTheGpu(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = nn.Linear(6, 3).cuda()
        self.scale = torch.ones(3, device="cuda")

    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        device = torch.device("cuda:0")
        x = x.to(device, non_blocking=True).cuda()
        out = self.part(x) * self.scale + torch.arange(3, device=device)
        return out


class DefaultDevice(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        with torch.device("cuda"):
            weight = torch.empty(6, 2)
        torch.cuda.synchronize()
        out = x.cuda() @ weight
        return out


class LoaderInside(nn.Module):
    # dyetrace: input=torch.randn(8, 6)
    def forward(self, x):
        for (batch,) in DataLoader(TensorDataset(x), batch_size=4, shuffle=True):
            out = batch * 2
        return out


class SavedAndLoaded(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = nn.Linear(6, 3)

    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        other = copy.deepcopy(self.part)
        other.load_state_dict(self.part.state_dict())
        out = other(x)
        return out


class SavedToAFile(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        buffer = io.BytesIO()
        torch.save({"x": x}, buffer)
        out = x * 2
        return out


class Pickled(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = pickle.loads(pickle.dumps(nn.ReLU()))(x)
        return out


class HooksChangeTheOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = nn.Linear(6, 3)
        self.part.register_forward_hook(lambda module, given, result: result[:, :2])

    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = self.part(x)
        return out


class LazyLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = nn.Sequential(nn.LazyConv2d(5, 3), nn.Flatten(), nn.LazyLinear(3))

    # dyetrace: input=torch.randn(4, 2, 8, 8)
    def forward(self, x):
        out = self.part(x)
        return out


class WeightNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = torch.nn.utils.parametrizations.weight_norm(nn.Linear(6, 3))

    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = self.part(x)
        return out


class DataclassOutput(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        result = Output(logits=x[:, :3], hidden=(x, x))
        out = result.logits + result.hidden[0][:, 3:]
        return out


class Quantised(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.Linear(6, 3)))

    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = self.part(x)
        return out


@torch.library.custom_op("dyetrace_tests::rows_twice", mutates_args=())
def rows_twice(x: torch.Tensor) -> torch.Tensor:
    return torch.cat([x, x])


class CustomOperation(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = rows_twice(x)
        return out


class SparseMatrix(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        index = torch.tensor([[0, 1, 3], [0, 2, 1]])
        adjacency = torch.sparse_coo_tensor(index, torch.ones(3), (4, 4))
        out = torch.sparse.mm(adjacency, x)
        return out


class StorageTricks(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        seen = {x.data_ptr(): x}
        out = next(iter(seen.values())).view(torch.int32)
        return out


class Spectrum(nn.Module):
    # dyetrace: input=torch.randn(4, 400)
    def forward(self, x):
        window = torch.hann_window(64)
        out = torch.stft(x, 64, window=window, return_complex=True).abs()
        return out


class Sampler(nn.Module):
    # dyetrace: input=torch.randn(4, 3, 8, 8)
    def forward(self, x):
        theta = torch.eye(2, 3).repeat(x.size(0), 1, 1)
        grid = F.affine_grid(theta, [x.size(0), 3, 5, 7], align_corners=False)
        out = F.interpolate(F.grid_sample(x, grid, align_corners=False), scale_factor=2)
        return out


class LinearAlgebra(nn.Module):
    # dyetrace: input=torch.randn(4, 6, 6)
    def forward(self, x):
        u, s, v = torch.linalg.svd(x)
        out = torch.einsum("bij,bj,bjk->bik", u, s, v) + torch.linalg.inv(x)
        return out
