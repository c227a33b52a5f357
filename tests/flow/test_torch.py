"""The interpreter knows PyTorch: modules are called, activations followed, steps written down."""

from __future__ import annotations

import pytest

from dyetrace.flow.areas.modules import is_module
from dyetrace.flow.areas.training import optimized
from dyetrace.flow.events import Backward, Bind, Call, Loss, OptimizerStep, ZeroGrad

IMPORTS = """
        import torch
        import torch.nn as nn
        import torch.nn.functional as F
"""


@pytest.fixture
def follow(run):
    return lambda code: run(IMPORTS + code)


def activations(flow):
    """Return what is known of the input of the last loss."""
    loss = list(flow.of(Loss))[-1]
    return {mark.detail for mark in loss.prediction.marks if mark.name == "activation"}


def last(flow, name):
    return [event.value for event in flow.of(Bind) if event.target == name][-1]


@pytest.mark.parametrize(
    ("expression", "kinds"),
    [
        ("F.softmax(x, dim=1)", {"softmax"}),
        ("torch.sigmoid(x)", {"sigmoid"}),
        ("x.softmax(-1).squeeze()", {"softmax"}),
        ("nn.Softmax(dim=1)(x)", {"softmax"}),
        ("nn.Sequential(nn.Linear(2, 2), nn.LogSoftmax(1))(x)", {"log_softmax"}),
        ("torch.log(F.softmax(x, 1))", {"log_softmax"}),
        ("torch.squeeze(x.sigmoid().float().view(-1))[:, 0].to('cpu')", {"sigmoid"}),
        ("torch.cat([x.sigmoid(), y.sigmoid()])", {"sigmoid"}),
        ("nn.DataParallel(nn.Sequential(nn.Linear(2, 2), nn.Sigmoid()))(x)", {"sigmoid"}),
        ("nn.Sequential(nn.Linear(2, 2), nn.Softmax(1)).to('cuda').train()(x)", {"softmax"}),
        ("x.softmax(1) @ y", set()),
        ("1 - x.sigmoid()", set()),
        ("nn.Linear(2, 2)(x.softmax(1))", set()),
        ("torch.relu(torch.sigmoid(x))", set()),
        ("torch.cat([x.sigmoid(), y.relu()])", set()),
        ("nn.Sequential(nn.Softmax(1), nn.Linear(2, 2))(x)", set()),
    ],
)
def test_an_activation_is_known_until_something_else_is_computed(follow, expression, kinds):
    flow = follow(f"""
        x, y = torch.randn(4, 2), torch.randn(4, 2)
        F.cross_entropy({expression}, target)
    """)
    assert activations(flow) == kinds


def test_the_output_of_forward_is_followed_through_submodules_and_lists(follow):
    flow = follow("""
        class Head(nn.Module):
            def __init__(self):
                super().__init__()
                self.out = nn.Sequential(nn.Linear(4, 2), nn.Softmax(dim=1))

            def forward(self, x):
                return self.out(x)

        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.parts = nn.ModuleList([nn.Linear(4, 4), Head()])
                self.criterion = nn.CrossEntropyLoss()

            def forward(self, x, y):
                for part in self.parts:
                    x = part(x)
                return self.criterion(x, y)

        Net()(torch.randn(2, 4), labels)
    """)
    assert activations(flow) == {"softmax"}


def test_an_activation_on_one_path_only_is_partial(follow):
    flow = follow("""
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc = nn.Linear(4, 2)

            def forward(self, x):
                x = self.fc(x)
                return x if self.training else x.softmax(1)

        nn.CrossEntropyLoss()(Net()(torch.randn(2, 4)), labels)
    """)
    (loss,) = flow.of(Loss)
    assert loss.prediction.mark("partial").detail == "activation"


def test_a_subclass_of_sequential_runs_its_layers(follow):
    flow = follow("""
        class Net(nn.Sequential):
            def __init__(self):
                super().__init__(nn.Linear(4, 2), nn.Sigmoid())

        nn.BCELoss()(Net()(torch.randn(2, 4)), labels)
    """)
    assert activations(flow) == {"sigmoid"}


@pytest.mark.parametrize(
    "parameters",
    [
        "a.parameters()",
        "list(a.parameters())",
        "[{'params': a.parameters(), 'lr': 0.1}]",
        "filter(lambda p: p.requires_grad, a.parameters())",
        "[p for p in a.parameters()]",
        "[p for name, p in a.named_parameters() if p.requires_grad]",
        "list(a.parameters()) + []",
    ],
)
def test_an_optimizer_knows_its_module(follow, parameters):
    flow = follow(f"""
        a, b = nn.Linear(2, 2), nn.Linear(2, 2)
        optimizer = torch.optim.Adam({parameters}, lr=0.1)
    """)
    known, complete = optimized(last(flow, "optimizer"))
    assert complete
    assert last(flow, "a").identity in known
    assert last(flow, "b").identity not in known


@pytest.mark.parametrize(
    "parameters",
    [
        "list(a.parameters()) + list(b.parameters())",
        "itertools.chain(a.parameters(), b.parameters())",
        "[{'params': a.parameters()}, {'params': b.parameters()}]",
        "nn.ModuleList([a, b]).parameters()",
    ],
)
def test_an_optimizer_of_two_modules_knows_both(follow, parameters):
    flow = follow(f"""
        import itertools
        a, b = nn.Linear(2, 2), nn.Linear(2, 2)
        optimizer = torch.optim.SGD({parameters}, lr=0.1)
    """)
    known, complete = optimized(last(flow, "optimizer"))
    assert complete
    assert {last(flow, "a").identity, last(flow, "b").identity} <= known


def test_a_group_that_is_added_later_is_known(follow):
    flow = follow("""
        a, b = nn.Linear(2, 2), nn.Linear(2, 2)
        optimizer = torch.optim.SGD(a.parameters(), lr=0.1)
        optimizer.add_param_group({"params": b.parameters()})
        optimizer.step()
    """)
    (step,) = flow.of(OptimizerStep)
    known, _ = optimized(step.optimizer)
    assert {last(flow, "a").identity, last(flow, "b").identity} <= known


def test_what_an_optimizer_gets_from_elsewhere_is_not_complete(follow):
    flow = follow("""
        from elsewhere import parameters_of, net
        optimizer = torch.optim.SGD(parameters_of(net), lr=0.1)
    """)
    assert not optimized(last(flow, "optimizer"))[1]


def test_a_training_step_is_written_down_in_order(follow):
    flow = follow("""
        model = nn.Linear(2, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 10)
        optimizer.zero_grad()
        F.mse_loss(model(torch.randn(3, 2)), torch.randn(3, 2)).backward()
        optimizer.step()
        scheduler.step()
    """)
    kinds = (Loss, Backward, OptimizerStep, ZeroGrad)
    order = [type(event).__name__ for event in flow.events if isinstance(event, kinds)]
    assert order == ["ZeroGrad", "Loss", "Backward", "OptimizerStep"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def f(optimizer):\n            optimizer.step()", "optimizer"),
        ("def f(self):\n            self.opt_d.step()", "self.opt_d"),
        ("def f(scaler, optim):\n            scaler.step(optim)", "optim"),
        (
            "from lib import make\n        optimizer = make(1)\n        optimizer.step()",
            "optimizer",
        ),
        ("s = torch.amp.GradScaler()\n        o = torch.optim.SGD(p)\n        s.step(o)", "o"),
    ],
)
def test_a_step_of_something_called_an_optimizer_is_one(follow, code, name):
    assert [step.name for step in follow("\n        " + code).of(OptimizerStep)] == [name]


@pytest.mark.parametrize(
    "code",
    [
        "def f(scheduler):\n            scheduler.step()",
        "def f(lr_optimizer_scheduler):\n            lr_optimizer_scheduler.step()",
        "def f(env, action):\n            env.step(action)",
        "from lib import NoamOpt\n        optimizer = NoamOpt(1)\n        optimizer.step()",
        "def f(engine, loss):\n            engine.backward(loss)\n            engine.step()",
    ],
)
def test_other_steps_are_none_of_an_optimizer(follow, code):
    flow = follow("\n        " + code)
    assert not list(flow.of(OptimizerStep))
    assert not list(flow.of(Backward))


@pytest.mark.parametrize(
    "code",
    [
        "model.zero_grad()",
        "optimizer.zero_grad(set_to_none=True)",
        "for p in model.parameters():\n            p.grad = None",
        "for p in model.parameters():\n            p.grad.zero_()",
        "for p in model.parameters():\n            p.grad.data.fill_(0)",
        "for p in model.parameters():\n            p.grad *= 0",
        "for o in [optimizer]:\n            o.zero_grad()",
        "optimizer.first_step(zero_grad=True)",
    ],
)
def test_every_way_of_clearing_gradients_is_seen(follow, code):
    flow = follow(f"""
        model = nn.Linear(2, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        {code}
    """)
    assert list(flow.of(ZeroGrad))


def test_a_closure_runs_inside_the_step(follow):
    flow = follow("""
        optimizer = torch.optim.LBFGS(nn.Linear(2, 2).parameters())
        def closure():
            optimizer.zero_grad()
            loss = F.mse_loss(a, b)
            loss.backward()
            return loss
        optimizer.step(closure)
    """)
    (step,) = flow.of(OptimizerStep)
    assert step.closure
    assert len(list(flow.of(Backward))) == 1


def test_autograd_grad_is_no_backward(follow):
    flow = follow("""
        x = torch.randn(2, requires_grad=True)
        torch.autograd.grad(x.sum(), x)
    """)
    assert not list(flow.of(Backward))


def test_no_grad_is_a_manager_of_what_happens_in_it(follow):
    flow = follow("""
        with torch.no_grad():
            F.mse_loss(a, b)

        @torch.inference_mode()
        def evaluate():
            F.mse_loss(a, b)

        evaluate()
    """)
    managers = [loss.context.managers for loss in flow.of(Loss)]
    assert managers == [("torch.no_grad",), ("torch.inference_mode",)]


@pytest.mark.parametrize(
    "code",
    [
        "m = nn.ModuleDict({'a': nn.Linear(2, 2)})['a']",
        "m = nn.ModuleList([nn.Linear(2, 2), nn.ReLU()])[-1]",
        "m = nn.Sequential(nn.Linear(2, 2), nn.ReLU())[:1]",
        "m = list(nn.ModuleDict({'a': nn.Linear(2, 2)}).values())[0]",
        "import copy\n        m = copy.deepcopy(nn.Linear(2, 2)).eval()",
        "m = torch.compile(nn.Linear(2, 2))",
        "box = nn.Module()\n        box.add_module('a', nn.Linear(2, 2))\n        m = box.a",
    ],
)
def test_a_module_stays_a_module_on_its_way(follow, code):
    assert is_module(last(follow("\n        " + code), "m"))


def test_rows_pass_from_frames_through_tensors(follow):
    flow = follow("""
        import pandas as pd
        frame = pd.read_csv("a.csv")
        x = torch.tensor(frame.values, dtype=torch.float32).to("cpu")
        out = nn.Linear(3, 1)(x).squeeze()
    """)
    assert last(flow, "x").rows
    assert last(flow, "out").rows == last(flow, "x").rows


def test_other_libraries_step_and_softmax_are_left_alone(run):
    flow = run("""
        from scipy.special import softmax
        import gym
        env = gym.make("x")
        env.step(softmax(a))
    """)
    assert "scipy.special.softmax" in [call.function for call in flow.of(Call)]
    assert not list(flow.of(OptimizerStep))
