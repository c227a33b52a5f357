"""Programs that ask tensors for numbers, or for sizes that depend on numbers."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class TruthOfATensor(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        if x.sum() > 0:
            x = x * 2
        out = x[:, :3]
        return out


class ItemAsLoopBound(nn.Module):
    # dyetrace: input=torch.randn(4, 6), torch.tensor([2, 3, 1, 2])
    def forward(self, x, lengths):
        for _ in range(lengths.max().item()):
            x = torch.relu(x)
        out = x.mean(0)
        return out


class ToList(nn.Module):
    # dyetrace: input=torch.randn(4, 6), torch.tensor([1, 0, 1, 0])
    def forward(self, x, kinds):
        rows = [x[i] * kind for i, kind in enumerate(kinds.tolist())]
        out = torch.stack(rows)
        return out


class IntOfTensor(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        steps = int(x.abs().max() * 0) + 1
        for _ in range(steps):
            x = x + 1
        out = x.unsqueeze(1)
        return out


class FloatOfTensor(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = x * float(x.std())
        return out


class NonZero(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = x[(x > 0).nonzero(as_tuple=True)]
        return out


class MaskedRows(nn.Module):
    # dyetrace: input=torch.randn(8, 6)
    def forward(self, x):
        keep = x[:, 0] > 0
        out = x[keep]
        return out


class MaskedSelect(nn.Module):
    # dyetrace: input=torch.randn(8, 6)
    def forward(self, x):
        out = torch.masked_select(x, x > 0)
        return out


class MaskedAssignment(nn.Module):
    # dyetrace: input=torch.randn(8, 6)
    def forward(self, x):
        out = x.clone()
        out[out < 0] = 0
        return out


class Unique(nn.Module):
    # dyetrace: input=torch.randint(0, 5, (4, 6))
    def forward(self, x):
        values, counts = torch.unique(x, return_counts=True)
        out = values * counts
        return out


class WhereWithOneArgument(nn.Module):
    # dyetrace: input=torch.randn(8, 6)
    def forward(self, x):
        rows, columns = torch.where(x > 0)
        out = torch.stack([rows, columns])
        return out


class RepeatInterleave(nn.Module):
    # dyetrace: input=torch.randn(3, 6), torch.tensor([1, 2, 3])
    def forward(self, x, counts):
        out = x.repeat_interleave(counts, dim=0)
        return out


class BinCount(nn.Module):
    # dyetrace: input=torch.randint(0, 5, (40,))
    def forward(self, x):
        out = torch.bincount(x)
        return out


class OneHotWithoutClasses(nn.Module):
    # dyetrace: input=torch.randint(0, 5, (40,))
    def forward(self, x):
        out = F.one_hot(x)
        return out


class Equal(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        assert torch.equal(x, x)
        out = x.t()
        return out


class AllClose(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        assert torch.allclose(x, x + 0)
        out = x.t()
        return out


class GuardAgainstNaN(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        if torch.isnan(x).any() or not torch.isfinite(x).all():
            raise ValueError("not a number")
        out = x.softmax(-1)
        return out


class NumpyRoundTrip(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        smooth = np.cumsum(x.detach().cpu().numpy(), axis=1)
        out = torch.from_numpy(smooth).float() @ torch.ones(6, 2)
        return out


class ArrayOfTensor(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        order = np.argsort(np.asarray(x.detach()), axis=1)
        out = torch.as_tensor(order.copy())
        return out


class FormattedNumbers(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        out = x.mean(1)
        print(f"mean {out.mean():.3f}", out)
        return out


class SampledActions(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        policy = torch.distributions.Categorical(logits=x)
        action = policy.sample()
        out = policy.log_prob(action)
        return out


class StopsWhenDone(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        for step in range(5):
            x = x / 2
            if (x.abs() < 1e-3).all():
                break
        out = x + step * 0
        return out


class ValueAsIndex(nn.Module):
    # dyetrace: input=torch.randn(4, 6)
    def forward(self, x):
        best = x.mean(0).argmax()
        out = x[:, best]
        return out


class HistogramOfValues(nn.Module):
    # dyetrace: input=torch.randn(40)
    def forward(self, x):
        out = torch.histc(x, bins=7)
        return out
