"""Layers and networks of PyTorch that behave differently in training and evaluation mode.

Checked against torch 2.13 and torchvision 0.28.
"""

from __future__ import annotations

from typing import Final

_LAYERS: Final = frozenset(
    f"torch.nn.{name}"
    for name in (
        "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout",
        "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm", "LazyBatchNorm1d",
        "LazyBatchNorm2d", "LazyBatchNorm3d", "RReLU", "Transformer", "TransformerEncoderLayer",
        "TransformerDecoderLayer",
    )
)  # fmt: skip
_ZOO: Final = "torchvision.models."
# Beginnings of the names of torchvision's classifiers with batch normalisation or dropout.
_NETWORKS: Final = (
    "alexnet", "densenet", "efficientnet", "googlenet", "inception", "mnasnet", "mobilenet",
    "regnet", "resnet", "resnext", "shufflenet", "squeezenet", "vgg", "wide_resnet",
)  # fmt: skip


def changes_with_mode(name: str) -> bool:
    """Whether a layer or a ready network gives other results in training mode.

    >>> changes_with_mode("torch.nn.BatchNorm2d"), changes_with_mode("torch.nn.Linear")
    (True, False)
    >>> changes_with_mode("torchvision.models.resnet50")
    True
    """
    if name in _LAYERS:
        return True
    return name.startswith(_ZOO) and name.rpartition(".")[2].lower().startswith(_NETWORKS)
