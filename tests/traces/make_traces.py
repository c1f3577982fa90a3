"""Trains small networks in PyTorch and writes down what happened, as fixtures for traces.test.ts.

Needs PyTorch and numpy. The fixtures are frozen: the tests read them and never run this script. To make them anew:

    python tests/traces/make_traces.py && npx biome format --write tests/traces

Every network is trained in float64 (the truth) and in float32, from weights that are exact in float32, on data.csv in
the order of its rows: batch k is rows [kB, (k + 1)B), the last part batch is dropped, and the order wraps.

A trace is a fair test only if the training is not chaotic. So the float64 run is repeated from weights moved by 1e-7,
and a fixture is written only if nothing moved by more than a tenth of the tolerance that the test allows float32.
"""

import json
import pathlib

import numpy
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
STEPS = 200
BATCH = 16
CLASSES = 4
FEATURES = 6
ROWS = 90
RECORDED = (1, 50, 200)
"""Steps after which moving statistics and the loss in evaluation mode are written down."""

TOLERANCE = {"lossTo50": 1e-4, "lossTo200": 1e-2, "statistics": 1e-5}
MOVED_BY = 1e-7
MOVES = 8

ACTIVATIONS = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "softplus": nn.Softplus, "relu": nn.ReLU}

# Hidden layers, activation, and batch norm before it: None or its epsilon.
NETS = {
    "plain-sigmoid": {"hidden": [10], "activation": "sigmoid", "epsilon": None},
    "plain-tanh": {"hidden": [10, 7], "activation": "tanh", "epsilon": None},
    "plain-softplus": {"hidden": [9, 5], "activation": "softplus", "epsilon": None},
    "batch-norm-sigmoid": {"hidden": [10, 7], "activation": "sigmoid", "epsilon": 1e-5},
    "batch-norm-tanh": {"hidden": [8, 6], "activation": "tanh", "epsilon": 1e-5},
    "batch-norm-wide-epsilon": {"hidden": [12], "activation": "sigmoid", "epsilon": 1e-3},
}

# Batch norm takes smaller rates, so that its trace stays calm.
OPTIMIZERS = {
    "sgd": ((0.2, 0.05), lambda parameters, rate: torch.optim.SGD(parameters, lr=rate)),
    "momentum": ((0.02, 0.01), lambda parameters, rate: torch.optim.SGD(parameters, lr=rate, momentum=0.9)),
    "nesterov": (
        (0.02, 0.01),
        lambda parameters, rate: torch.optim.SGD(parameters, lr=rate, momentum=0.9, nesterov=True),
    ),
    "adagrad": ((0.05, 0.02), lambda parameters, rate: torch.optim.Adagrad(parameters, lr=rate, eps=1e-10)),
    "rmsprop": ((0.003, 0.001), lambda parameters, rate: torch.optim.RMSprop(parameters, lr=rate, alpha=0.99, eps=1e-8)),
    "adam": ((0.005, 0.003), lambda parameters, rate: torch.optim.Adam(parameters, lr=rate, betas=(0.9, 0.999), eps=1e-8)),
    "adamW": ((0.005, 0.003), lambda parameters, rate: torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)),
}

# What stands around an optimizer, on two of the networks. `settings` are those of the graph's optimizer node.
VARIED_NETS = ("plain-tanh", "batch-norm-tanh")
VARIANTS = {
    "momentum, weight decay, clipped norm": {
        "settings": {"algorithm": "momentum", "learningRate": 0.02, "weightDecay": 0.02, "clipNorm": 0.3},
        "make": lambda parameters: torch.optim.SGD(parameters, lr=0.02, momentum=0.9, weight_decay=0.02),
        "clip": lambda parameters: nn.utils.clip_grad_norm_(parameters, 0.3),
    },
    "adam, clipped values": {
        "settings": {"algorithm": "adam", "learningRate": 0.003, "clipValue": 0.02},
        "make": lambda parameters: torch.optim.Adam(parameters, lr=0.003),
        "clip": lambda parameters: nn.utils.clip_grad_value_(parameters, 0.02),
    },
    "adagrad, initial accumulator, weight decay": {
        "settings": {
            "algorithm": "adagrad",
            "learningRate": 0.05,
            "initialAccumulatorValue": 0.3,
            "weightDecay": 0.01,
        },
        "make": lambda parameters: torch.optim.Adagrad(
            parameters, lr=0.05, initial_accumulator_value=0.3, weight_decay=0.01
        ),
    },
    "nesterov, one cycle": {
        "settings": {
            "algorithm": "nesterov",
            "learningRate": 0.03,
            "schedule": "oneCycle",
            "decaySteps": STEPS,
            "cycleMomentum": True,
        },
        "make": lambda parameters: torch.optim.SGD(parameters, lr=0.03, momentum=0.9, nesterov=True),
        "schedule": lambda updates: torch.optim.lr_scheduler.OneCycleLR(updates, max_lr=0.03, total_steps=STEPS),
    },
}


def make_data():
    """Overlapping clouds, so that the loss stays well above zero; three decimals, so that the text is short."""
    random = numpy.random.default_rng(20)
    centres = random.normal(0, 1.1, (CLASSES, FEATURES))
    labels = random.integers(0, CLASSES, ROWS)
    features = numpy.round(0.5 * (centres[labels] + random.normal(0, 1, (ROWS, FEATURES))), 3)
    return features, labels


def write_data(features, labels):
    lines = [",".join([f"x{column}" for column in range(FEATURES)] + ["label"])]
    lines += [",".join([f"{value:g}" for value in row] + [str(label)]) for row, label in zip(features, labels)]
    (HERE / "data.csv").write_text("\n".join(lines) + "\n")


def build(net):
    """The network; its layers are named as the nodes of the graph in the test."""
    model = nn.Sequential()
    width = FEATURES
    for i, units in enumerate(net["hidden"], start=1):
        normalized = net["epsilon"] is not None
        model.add_module(f"dense_{i}", nn.Linear(width, units, bias=not normalized))
        if normalized:
            model.add_module(f"bn_{i}", nn.BatchNorm1d(units, eps=net["epsilon"], momentum=0.1))
        model.add_module(f"act_{i}", ACTIVATIONS[net["activation"]]())
        width = units
    model.add_module(f"dense_{len(net['hidden']) + 1}", nn.Linear(width, CLASSES))
    return model


def initial_state(net, seed):
    """Drawn by PyTorch's own rules in float32; gamma and beta are moved, so that they matter from the first step."""
    torch.manual_seed(seed)
    model = build(net).float()
    with torch.no_grad():
        for layer in model:
            if isinstance(layer, nn.BatchNorm1d):
                layer.weight.uniform_(0.7, 1.3)
                layer.bias.uniform_(-0.3, 0.3)
    return {name: value.clone() for name, value in model.state_dict().items() if value.is_floating_point()}


def moved(state, seed):
    """Every weight 1e-7 up or down; moving statistics as they were."""
    random = numpy.random.default_rng(seed)
    return {
        name: value
        if "running" in name
        else value.double() + torch.from_numpy(random.choice([-MOVED_BY, MOVED_BY], tuple(value.shape)))
        for name, value in state.items()
    }


def rate_of(net, optimizer):
    plain, normalized = OPTIMIZERS[optimizer][0]
    return plain if net["epsilon"] is None else normalized


def plain(net, optimizer):
    """An optimizer of the table as a variant without anything around it."""
    return {"make": lambda parameters: OPTIMIZERS[optimizer][1](parameters, rate_of(net, optimizer))}


def train(net, variant, state, features, labels, dtype):
    model = build(net).to(dtype)
    model.load_state_dict({name: value.to(dtype) for name, value in state.items()}, strict=False)
    updates = variant["make"](model.parameters())
    schedule = variant["schedule"](updates) if "schedule" in variant else None
    # The data are what float32 makes of the text, also in float64.
    x = torch.from_numpy(features.astype(numpy.float32)).to(dtype)
    y = torch.from_numpy(labels)
    loss_of = nn.CrossEntropyLoss()
    batches = ROWS // BATCH
    losses, moving, evaluation = [], {}, {}
    for step in range(1, STEPS + 1):
        start = (step - 1) % batches * BATCH
        model.train()
        updates.zero_grad()
        loss = loss_of(model(x[start : start + BATCH]), y[start : start + BATCH])
        loss.backward()
        if "clip" in variant:
            variant["clip"](model.parameters())
        updates.step()
        if schedule and step < STEPS:
            schedule.step()
        losses.append(loss.item())
        if step in RECORDED:
            values = model.state_dict()
            moving[str(step)] = {name: values[name].clone() for name in values if "running" in name}
            model.eval()
            with torch.no_grad():
                evaluation[str(step)] = loss_of(model(x), y).item()
    weights = {name: value for name, value in model.state_dict().items() if value.is_floating_point()}
    return {"loss": losses, "moving": moving, "evaluation": evaluation, "weights": weights}


def relative(a, b):
    return abs(a - b) / abs(b)


def largest_moves(trace, others):
    """How far the moved runs got from the trace: losses relatively, statistics to max(1, |value|)."""
    to50 = max(relative(a, b) for other in others for a, b in zip(other["loss"][:50], trace["loss"][:50]))
    to200 = max(relative(a, b) for other in others for a, b in zip(other["loss"], trace["loss"]))
    statistics = max(
        (
            ((other["moving"][step][name] - value).abs() / value.abs().clamp(min=1)).max().item()
            for other in others
            for step, values in trace["moving"].items()
            for name, value in values.items()
        ),
        default=0.0,
    )
    return {"lossTo50": to50, "lossTo200": to200, "statistics": statistics}


NAMES = {"running_mean": "moving_mean", "running_var": "moving_variance"}


def tensors(model_state, digits=None):
    """By Zlens's names and layout: kernels are [in, out], PyTorch's are [out, in]."""
    named = {}
    for key, value in model_state.items():
        node, name = key.split(".")
        if node.startswith("dense"):
            name = "kernel" if name == "weight" else "bias"
        else:
            name = {"weight": "gamma", "bias": "beta", **NAMES}[name]
        flat = (value.T if value.ndim == 2 else value).contiguous().flatten().tolist()
        named[f"{node}/{name}"] = [short(item, digits) for item in flat]
    return named


def short(value, digits):
    return value if digits is None else float(f"{value:.{digits}g}")


def trace_of(title, net, variant, state, features, labels):
    """The trace of one training; the program stops where it is chaotic."""
    exact = train(net, variant, state, features, labels, torch.float64)
    single = train(net, variant, state, features, labels, torch.float32)
    others = [train(net, variant, moved(state, seed), features, labels, torch.float64) for seed in range(MOVES)]
    moves = largest_moves(exact, others)
    for what, move in moves.items():
        if move > TOLERANCE[what] / 10:
            raise SystemExit(f"{title} is chaotic: {what} moved by {move:.2g}")
    fall = f"loss {exact['loss'][0]:.3f} to {exact['loss'][-1]:.3f}"
    print(f"{title:64} {fall}", *(f"{what} {move:.1e}" for what, move in moves.items()), flush=True)
    return {
        "movedBy1e-7": {what: short(move, 3) for what, move in moves.items()},
        "loss": exact["loss"],
        "lossFloat32": [short(value, 9) for value in single["loss"]],
        "evaluation": exact["evaluation"],
        "moving": {step: tensors(values, 15) for step, values in exact["moving"].items()},
        "weights": tensors(exact["weights"], 15),
    }


def main():
    features, labels = make_data()
    write_data(features, labels)
    for number, (name, net) in enumerate(NETS.items()):
        state = initial_state(net, 100 + number)
        trace = lambda title, variant: trace_of(f"{name} with {title}", net, variant, state, features, labels)
        traces = {
            optimizer: {"learningRate": rate_of(net, optimizer), **trace(optimizer, plain(net, optimizer))}
            for optimizer in OPTIMIZERS
        }
        varied = VARIANTS if name in VARIED_NETS else {}
        variants = {
            title: {"settings": variant["settings"], **trace(title, variant)} for title, variant in varied.items()
        }
        fixture = {
            "about": (
                f"PyTorch {torch.__version__.split('+')[0]}, float64 unless said otherwise; made by make_traces.py. "
                "movedBy1e-7: the largest move of the trace when every initial weight is moved by 1e-7; "
                "each is below a tenth of the tolerance that float32 gets."
            ),
            "net": net,
            "batchSize": BATCH,
            "initial": tensors(state, 9),
            "traces": traces,
            **({"variants": variants} if variants else {}),
        }
        (HERE / f"{name}.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
