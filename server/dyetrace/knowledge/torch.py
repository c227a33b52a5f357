"""What PyTorch's layers, losses, activations and optimizers are, by qualified name.

Written against torch 2.x; the names have been stable since 1.0. Modules that are not listed are
taken to have parameters: almost every layer that a project adds has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# Activations that losses apply themselves, by function, method and layer.
ACTIVATION_FUNCTIONS: Final = {
    **{
        f"{place}.{name}": name
        for place in ("torch", "torch.nn.functional", "torch.special")
        for name in ("softmax", "log_softmax", "sigmoid")
    },
    "torch.special.expit": "sigmoid",
    "torch.nn.functional.logsigmoid": "log_sigmoid",
}
ACTIVATION_METHODS: Final = {
    "softmax": "softmax",
    "log_softmax": "log_softmax",
    "sigmoid": "sigmoid",
}
ACTIVATION_LAYERS: Final = {
    "torch.nn.Softmax": "softmax",
    "torch.nn.Softmax2d": "softmax",
    "torch.nn.LogSoftmax": "log_softmax",
    "torch.nn.Sigmoid": "sigmoid",
    "torch.nn.LogSigmoid": "log_sigmoid",
}


@dataclass(frozen=True, slots=True)
class LossFacts:
    """What a loss wants as its first argument, and what it applies to that itself."""

    wants: str  # "logits", "log-probabilities", "probabilities", "values"
    applies: str = ""  # "softmax", "sigmoid" or nothing


_LOSSES: Final = {
    "CrossEntropyLoss": ("cross_entropy", LossFacts("logits", "softmax")),
    "BCEWithLogitsLoss": (
        "binary_cross_entropy_with_logits",
        LossFacts("logits", "sigmoid"),
    ),
    "MultiLabelSoftMarginLoss": ("multilabel_soft_margin_loss", LossFacts("logits", "sigmoid")),
    "NLLLoss": ("nll_loss", LossFacts("log-probabilities")),
    "BCELoss": ("binary_cross_entropy", LossFacts("probabilities")),
    "KLDivLoss": ("kl_div", LossFacts("log-probabilities")),
    "MSELoss": ("mse_loss", LossFacts("values")),
    "L1Loss": ("l1_loss", LossFacts("values")),
    "SmoothL1Loss": ("smooth_l1_loss", LossFacts("values")),
    "HuberLoss": ("huber_loss", LossFacts("values")),
    "PoissonNLLLoss": ("poisson_nll_loss", LossFacts("values")),
    "GaussianNLLLoss": ("gaussian_nll_loss", LossFacts("values")),
    "HingeEmbeddingLoss": ("hinge_embedding_loss", LossFacts("values")),
    "MultiMarginLoss": ("multi_margin_loss", LossFacts("values")),
    "SoftMarginLoss": ("soft_margin_loss", LossFacts("values")),
}
LOSS_LAYERS: Final = {f"torch.nn.{layer}": facts for layer, (_, facts) in _LOSSES.items()}
LOSS_FUNCTIONS: Final = {
    f"torch.nn.functional.{function}": facts for function, facts in _LOSSES.values()
}
OTHER_LOSS_LAYERS: Final = frozenset(
    f"torch.nn.{name}"
    for name in (
        "CTCLoss", "TripletMarginLoss", "TripletMarginWithDistanceLoss", "MarginRankingLoss",
        "CosineEmbeddingLoss", "MultiLabelMarginLoss",
    )
)  # fmt: skip

# Layers that neither learn nor behave differently in train and eval mode: one that is not
# registered does no harm.
STATELESS_LAYERS: Final = frozenset(
    {f"torch.nn.{name}" for name in (
        "Identity", "Flatten", "Unflatten", "Fold", "Unfold", "PixelShuffle", "PixelUnshuffle",
        "Upsample", "UpsamplingNearest2d", "UpsamplingBilinear2d", "ChannelShuffle",
        "ReLU", "ReLU6", "LeakyReLU", "ELU", "SELU", "CELU", "GELU", "SiLU", "Mish", "Tanh",
        "Tanhshrink", "Threshold", "GLU", "Hardsigmoid", "Hardswish", "Hardtanh", "Hardshrink",
        "Softplus", "Softshrink", "Softsign", "Softmin", "CosineSimilarity", "PairwiseDistance",
        "MaxPool1d", "MaxPool2d", "MaxPool3d", "MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d",
        "AvgPool1d", "AvgPool2d", "AvgPool3d", "LPPool1d", "LPPool2d", "FractionalMaxPool2d",
        "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d", "AdaptiveMaxPool1d",
        "AdaptiveMaxPool2d", "AdaptiveMaxPool3d", "ZeroPad2d", "ReflectionPad1d",
        "ReflectionPad2d", "ReplicationPad1d", "ReplicationPad2d", "ReplicationPad3d",
        "ConstantPad1d", "ConstantPad2d", "ConstantPad3d",
    )}
    | set(ACTIVATION_LAYERS) | set(LOSS_LAYERS) | OTHER_LOSS_LAYERS
)  # fmt: skip

SEQUENTIAL: Final = "torch.nn.Sequential"
LIST_CONTAINERS: Final = frozenset({SEQUENTIAL, "torch.nn.ModuleList", "torch.nn.ParameterList"})
DICT_CONTAINERS: Final = frozenset({"torch.nn.ModuleDict", "torch.nn.ParameterDict"})
PARAMETER: Final = "torch.nn.Parameter"
TENSOR: Final = "torch.Tensor"

# Calls that give back the module they are given, with its parameters.
SAME_MODULE: Final = frozenset(
    {
        "torch.compile", "torch.jit.script", "torch.jit.trace", "torch.nn.utils.weight_norm",
        "torch.nn.utils.spectral_norm", "torch.nn.utils.parametrizations.weight_norm",
        "torch.nn.utils.parametrizations.spectral_norm",
        "torch.nn.utils.parametrizations.orthogonal",
        "torch.nn.SyncBatchNorm.convert_sync_batchnorm",
    }
)  # fmt: skip
WRAPPERS: Final = frozenset(
    {
        "torch.nn.DataParallel", "torch.nn.parallel.DataParallel",
        "torch.nn.parallel.DistributedDataParallel",
        "torch.nn.parallel.distributed.DistributedDataParallel",
        "torch.distributed.fsdp.FullyShardedDataParallel", "apex.parallel.DistributedDataParallel",
    }
)  # fmt: skip
SELF_METHODS: Final = frozenset(
    {
        "to", "cuda", "cpu", "float", "double", "half", "bfloat16", "train", "eval", "type",
        "requires_grad_", "apply", "share_memory", "xpu", "to_empty", "compile",
    }
)  # fmt: skip

# Base classes whose subclasses are modules; other frameworks' ones derive from nn.Module.
MODULE_BASES: Final = frozenset(
    {
        "lightning.pytorch.LightningModule", "lightning.LightningModule",
        "lightning.pytorch.core.LightningModule", "transformers.PreTrainedModel",
        "torch_geometric.nn.MessagePassing", "fastai.torch_core.Module",
    }
)  # fmt: skip

# Tensor methods and functions (`torch.squeeze(x)`) whose result holds the same numbers.
SAME_NUMBERS: Final = frozenset(
    {
        "view", "reshape", "reshape_as", "view_as", "squeeze", "squeeze_", "unsqueeze",
        "unsqueeze_", "flatten", "unflatten", "permute", "transpose", "t", "T", "swapaxes",
        "movedim", "contiguous", "clone", "to", "cuda", "cpu", "float", "double", "half",
        "bfloat16", "type", "type_as", "expand", "expand_as", "index_select", "narrow",
        "requires_grad_", "detach", "detach_", "data", "masked_select", "ravel",
    }
)  # fmt: skip

# Methods that give back the same object when it is a float parameter in main memory.
SAME_PARAMETER: Final = frozenset({"float", "contiguous", "cpu", "requires_grad_", "type"})

# Factories of tensors: with `requires_grad=True` they make a leaf that somebody means to train.
FACTORIES: Final = frozenset(
    f"torch.{name}"
    for name in (
        "tensor", "Tensor", "FloatTensor", "randn", "rand", "zeros", "ones", "full", "empty",
        "eye", "linspace", "arange", "normal", "randn_like", "rand_like", "zeros_like",
        "ones_like", "full_like", "empty_like", "from_numpy", "as_tensor", "autograd.Variable",
        "randint",
    )
)  # fmt: skip

OPTIMIZER_PLACES: Final = (
    "torch.optim.", "apex.optimizers.", "bitsandbytes.optim.", "torch_optimizer.", "timm.optim.",
    "lion_pytorch.", "pytorch_optimizer.", "deepspeed.ops.adam.",
)  # fmt: skip
_OTHER_OPTIMIZERS: Final = frozenset({"transformers.AdamW", "transformers.Adafactor"})
SCHEDULERS: Final = "torch.optim.lr_scheduler."
CLEARING: Final = frozenset({"zero_grad", "clear_grad", "zero_grads", "clear_gradients"})
SCALERS: Final = frozenset({"torch.amp.GradScaler", "torch.cuda.amp.GradScaler"})


@lru_cache(maxsize=4096)
def is_optimizer_class(name: str) -> bool:
    """Whether a qualified name is an optimizer's class.

    >>> is_optimizer_class("torch.optim.AdamW")
    True
    >>> is_optimizer_class("torch.optim.lr_scheduler.StepLR")
    False
    """
    if name in _OTHER_OPTIMIZERS:
        return True
    last = name.rpartition(".")[2]
    known = name.startswith(OPTIMIZER_PLACES) and not name.startswith(SCHEDULERS)
    return known and last[:1].isupper() and "swa_utils" not in name


_LAYER_PLACES: Final = frozenset(
    {"torch.nn", "torch_geometric.nn", "dgl.nn", "dgl.nn.pytorch", "torchvision.ops"}
)

# Ready networks: functions that return a module, whose last layer users like to replace.
ZOO: Final = "torchvision.models."
LAST_LAYERS: Final = ("fc", "classifier", "heads", "head")


@lru_cache(maxsize=4096)
def is_layer_class(name: str) -> bool:
    """Whether a qualified name is a module's class in ``torch.nn`` or a library of layers."""
    place, _, last = name.rpartition(".")
    return place in _LAYER_PLACES and last[:1].isupper() and last != "Parameter"


@lru_cache(maxsize=4096)
def is_zoo_model(name: str) -> bool:
    """Whether a qualified name makes a ready network, such as ``torchvision.models.resnet18``."""
    return name.startswith(ZOO) and "_weights" not in name.lower() and "utils" not in name
