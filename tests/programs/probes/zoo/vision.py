"""Convolutional networks: LeNet, ResNet, U-Net, DenseNet, Inception, MobileNet, SE, FPN, capsules."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class LeNet(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        flat = torch.flatten(x, 1)
        hidden = F.relu(self.fc1(flat))
        return self.fc2(hidden)


class BasicBlock(nn.Module):
    def __init__(self, cin, cout, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(cout)
        self.down = None
        if stride != 1 or cin != cout:
            self.down = nn.Sequential(
                nn.Conv2d(cin, cout, 1, stride, bias=False), nn.BatchNorm2d(cout)
            )

    def forward(self, x):
        identity = x
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.down is not None:
            identity = self.down(x)
        out += identity
        return F.relu(out)


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 16, 3, 1, 1), nn.BatchNorm2d(16), nn.ReLU(inplace=True)
        )
        self.layers = nn.ModuleList(
            [self._make(16, 16, 1), self._make(16, 32, 2), self._make(32, 64, 2)]
        )
        self.fc = nn.Linear(64, 10)

    def _make(self, cin, cout, stride):
        return nn.Sequential(BasicBlock(cin, cout, stride), BasicBlock(cout, cout))

    def forward(self, x):
        x = self.stem(x)
        for layer in self.layers:
            x = layer(x)
        pooled = F.adaptive_avg_pool2d(x, 1)
        logits = self.fc(pooled.flatten(1))
        return logits


class UNet(nn.Module):
    def __init__(self, channels=(8, 16, 32)):
        super().__init__()
        widths = [3, *channels]
        self.encoders = nn.ModuleList(self.double(a, b) for a, b in zip(widths, widths[1:]))
        self.ups = nn.ModuleList()
        self.decoders = nn.ModuleList()
        for deep, shallow in zip(channels[::-1], channels[-2::-1]):
            self.ups.append(nn.ConvTranspose2d(deep, shallow, 2, stride=2))
            self.decoders.append(self.double(2 * shallow, shallow))
        self.head = nn.Conv2d(channels[0], 2, 1)

    @staticmethod
    def double(cin, cout):
        return nn.Sequential(
            nn.Conv2d(cin, cout, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(cout, cout, 3, padding=1),
            nn.ReLU(),
        )

    def forward(self, x):
        skips = []
        for i, encode in enumerate(self.encoders):
            x = encode(x)
            if i < len(self.encoders) - 1:
                skips.append(x)
                x = F.max_pool2d(x, 2)
        for up, decode, skip in zip(self.ups, self.decoders, reversed(skips)):
            x = up(x)
            joined = torch.cat([skip, x], dim=1)
            x = decode(joined)
        return self.head(x)


class DenseBlock(nn.Module):
    def __init__(self, width, growth, count):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv2d(width + i * growth, growth, 3, padding=1) for i in range(count)
        )

    def forward(self, x):
        features = [x]
        for layer in self.layers:
            new = layer(torch.cat(features, 1)).relu()
            features.append(new)
        return torch.cat(features, 1)


class Inception(nn.Module):
    def __init__(self, cin):
        super().__init__()
        self.b1 = nn.Conv2d(cin, 8, 1)
        self.b3 = nn.Sequential(nn.Conv2d(cin, 6, 1), nn.Conv2d(6, 12, 3, padding=1))
        self.b5 = nn.Sequential(nn.Conv2d(cin, 4, 1), nn.Conv2d(4, 6, 5, padding=2))
        self.pool = nn.Sequential(nn.MaxPool2d(3, 1, 1), nn.Conv2d(cin, 6, 1))

    def forward(self, x):
        branches = self.b1(x), self.b3(x), self.b5(x), self.pool(x)
        one, three, five, pooled = branches
        return torch.cat([one, three, five, pooled], dim=1)


class Separable(nn.Module):
    def __init__(self, cin, cout, stride):
        super().__init__()
        self.depth = nn.Conv2d(cin, cin, 3, stride, 1, groups=cin)
        self.point = nn.Conv2d(cin, cout, 1)

    def forward(self, x):
        spatial = F.relu6(self.depth(x))
        return F.relu6(self.point(spatial))


class SqueezeExcite(nn.Module):
    def __init__(self, width, ratio=4):
        super().__init__()
        self.fc = nn.Sequential(
            nn.Linear(width, width // ratio), nn.ReLU(), nn.Linear(width // ratio, width)
        )

    def forward(self, x):
        b, c, _, _ = x.size()
        y = F.adaptive_avg_pool2d(x, 1).view(b, c)
        gate = torch.sigmoid(self.fc(y)).view(b, c, 1, 1)
        return x * gate.expand_as(x)


class FeaturePyramid(nn.Module):
    def __init__(self):
        super().__init__()
        self.c2, self.c3 = nn.Conv2d(3, 8, 3, 2, 1), nn.Conv2d(8, 16, 3, 2, 1)
        self.lateral2, self.lateral3 = nn.Conv2d(8, 8, 1), nn.Conv2d(16, 8, 1)

    def forward(self, x):
        c2 = self.c2(x).relu()
        c3 = self.c3(c2).relu()
        p3 = self.lateral3(c3)
        p2 = self.lateral2(c2) + F.interpolate(p3, scale_factor=2, mode="nearest")
        return {"p2": p2, "p3": p3}


class Capsules(nn.Module):
    def __init__(self, inputs=12, caps=5, size=6):
        super().__init__()
        self.weight = nn.Parameter(0.1 * torch.randn(caps, inputs, 4, size))

    @staticmethod
    def squash(s):
        norm = s.norm(dim=-1, keepdim=True)
        return s * norm / (1 + norm**2)

    def forward(self, u):
        votes = torch.einsum("bni,jnio->bjno", u, self.weight)
        logits = torch.zeros(*votes.shape[:3], 1)
        for _ in range(2):
            coupling = logits.softmax(dim=1)
            v = self.squash((coupling * votes).sum(dim=2))
            logits = logits + (votes * v.unsqueeze(2)).sum(-1, keepdim=True)
        return v


images = torch.randn(2, 3, 32, 32)
scores = LeNet()(torch.randn(4, 1, 28, 28))
classes = ResNet()(images)
masks = UNet()(images)
dense = DenseBlock(3, 4, 3)(images)
mixed = Inception(3)(images)
small = Separable(3, 10, 2)(images)
excited = SqueezeExcite(8)(torch.randn(2, 8, 5, 5))
pyramid = FeaturePyramid()(images)
p2, p3 = pyramid["p2"], pyramid["p3"]
capsules = Capsules()(torch.randn(3, 12, 4))
