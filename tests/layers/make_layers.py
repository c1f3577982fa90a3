"""Computes layers in PyTorch and writes down their outputs and gradients, as fixtures for layers.test.ts.

Needs PyTorch and numpy. The fixtures are frozen: the tests read them and never run this script. To make them anew:

    python tests/layers/make_layers.py && npx biome format --write tests/layers/layers.json

All in float64, on images with channels last: they are turned for PyTorch, which wants channels first. Same padding by
TensorFlow's rule is put around by hand, the odd pixel at the end.
"""

import json
import pathlib

import numpy
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
random = numpy.random.default_rng(11)


def draw(*shape):
    return torch.tensor(numpy.round(random.normal(0, 1, shape), 3), dtype=torch.float64, requires_grad=True)


def first(x):
    """Channels first."""
    return x.permute(0, 3, 1, 2)


def last(x):
    """Channels last."""
    return x.permute(0, 2, 3, 1)


def padded(x, window, strides, dilation, value=0.0):
    """`same` padding of x with channels first."""
    pads = []
    for axis in (1, 0):
        length = x.shape[2 + axis]
        places = -(-length // strides[axis])
        missing = max(0, (places - 1) * strides[axis] + (window[axis] - 1) * dilation[axis] + 1 - length)
        pads += [missing // 2, missing - missing // 2]
    return F.pad(x, pads, value=value)


def numbers(x):
    return [float(f"{v:.15g}") for v in x.detach().reshape(-1).tolist()]


def tensor(x):
    return {"shape": list(x.shape), "values": numbers(x)}


def case(title, node, y, **operands):
    seed = torch.tensor(numpy.round(random.normal(0, 1, tuple(y.shape)), 3), dtype=torch.float64)
    (y * seed).sum().backward()
    return {
        "title": title,
        **node,
        "operands": {name: tensor(x) for name, x in operands.items()},
        "y": tensor(y),
        "seed": numbers(seed),
        "gradients": {name: numbers(x.grad) for name, x in operands.items()},
    }


def convolution(image, filters, kernel, strides=(1, 1), padding="valid", dilation=(1, 1), bias=True):
    x, w = draw(*image), draw(*kernel, image[3], filters)
    b = draw(filters) if bias else None
    turned = first(x) if padding == "valid" else padded(first(x), kernel, strides, dilation)
    y = last(F.conv2d(turned, w.permute(3, 2, 0, 1), b, stride=strides, dilation=dilation))
    data = {
        "filters": filters,
        "kernelSize": list(kernel),
        "strides": list(strides),
        "padding": padding,
        "dilationRate": list(dilation),
        "useBias": bias,
    }
    operands = {"x": x, "kernel": w, **({"bias": b} if bias else {})}
    title = f"conv2d {image} {kernel} to {filters}, strides {strides}, {padding}, dilation {dilation}"
    return case(title, {"type": "conv2d", "data": data}, y, **operands)


def pooling(kind, image, window, strides, padding="valid", whole=False):
    x = draw(*image)
    if whole:
        # Many equal pixels.
        x = torch.tensor(numpy.round(x.detach().numpy()), dtype=torch.float64, requires_grad=True)
    turned = first(x)
    if kind == "maxPool2d":
        if padding == "same":
            turned = padded(turned, window, strides, (1, 1), float("-inf"))
        y = last(F.max_pool2d(turned, window, strides))
    elif padding == "same":
        # The mean of what is inside: the sum over the sum of ones.
        area = window[0] * window[1]
        summed = F.avg_pool2d(padded(turned, window, strides, (1, 1)), window, strides) * area
        ones = F.avg_pool2d(padded(torch.ones_like(turned), window, strides, (1, 1)), window, strides) * area
        y = last(summed / ones)
    else:
        y = last(F.avg_pool2d(turned, window, strides))
    data = {"poolSize": list(window), "strides": list(strides), "padding": padding}
    title = f"{kind} {image} {window}, strides {strides}, {padding}{', equal pixels' if whole else ''}"
    return case(title, {"type": kind, "data": data}, y, x=x)


def layer_norm(shape, epsilon):
    x, gamma, beta = draw(*shape), draw(shape[-1]), draw(shape[-1])
    y = F.layer_norm(x, [shape[-1]], gamma, beta, epsilon)
    node = {"type": "layerNorm", "data": {"epsilon": epsilon}}
    return case(f"layerNorm {shape}, epsilon {epsilon}", node, y, x=x, gamma=gamma, beta=beta)


def group_norm(shape, groups, epsilon):
    x, gamma, beta = draw(*shape), draw(shape[-1]), draw(shape[-1])
    turned = first(x) if len(shape) == 4 else x
    y = F.group_norm(turned, groups, gamma, beta, epsilon)
    y = last(y) if len(shape) == 4 else y
    node = {"type": "groupNorm", "data": {"groups": groups, "epsilon": epsilon}}
    return case(f"groupNorm {shape} in {groups}, epsilon {epsilon}", node, y, x=x, gamma=gamma, beta=beta)


def batch_norm(shape, epsilon, data):
    """Statistics over all axes but the last; stopped ones are detached."""
    x, gamma, beta = draw(*shape), draw(shape[-1]), draw(shape[-1])
    moving = {"moving_mean": draw(shape[-1]).detach(), "moving_variance": draw(shape[-1]).detach() ** 2 + 0.5}
    axes = list(range(len(shape) - 1))
    mean, variance = x.mean(axes), x.var(axes, unbiased=False)
    if data.get("stopStatistics"):
        mean, variance = mean.detach(), variance.detach()
    if data.get("statistics") == "moving":
        mean, variance = moving["moving_mean"], moving["moving_variance"]
    y = gamma * (x - mean) / torch.sqrt(variance + epsilon) + beta
    node = {"type": "batchNorm", "data": {"epsilon": epsilon, **data}, "state": {k: tensor(v) for k, v in moving.items()}}
    return case(f"batchNorm {shape} {data}", node, y, x=x, gamma=gamma, beta=beta)


def batch_renorm(shape, epsilon, r_max, d_max):
    """Ioffe 2017, algorithm 1: r and d are detached."""
    x, gamma, beta = draw(*shape), draw(shape[-1]), draw(shape[-1])
    moving = {"moving_mean": draw(shape[-1]).detach(), "moving_variance": draw(shape[-1]).detach() ** 2 + 0.5}
    axes = list(range(len(shape) - 1))
    mean, deviation = x.mean(axes), torch.sqrt(x.var(axes, unbiased=False) + epsilon)
    old = torch.sqrt(moving["moving_variance"] + epsilon)
    r = torch.clip(deviation / old, 1 / r_max, r_max).detach()
    d = torch.clip((mean - moving["moving_mean"]) / old, -d_max, d_max).detach()
    y = gamma * ((x - mean) / deviation * r + d) + beta
    node = {
        "type": "batchRenorm",
        "data": {"epsilon": epsilon, "rMax": r_max, "dMax": d_max},
        "state": {k: tensor(v) for k, v in moving.items()},
    }
    return case(f"batchRenorm {shape}, r at most {r_max}, d at most {d_max}", node, y, x=x, gamma=gamma, beta=beta)


CASES = [
    convolution((2, 5, 6, 1), 3, (3, 3)),
    convolution((2, 5, 6, 2), 3, (3, 2), padding="same"),
    convolution((2, 7, 6, 2), 2, (3, 3), strides=(2, 2), padding="same", bias=False),
    convolution((1, 7, 8, 3), 2, (2, 4), strides=(2, 1)),
    convolution((1, 8, 8, 1), 4, (3, 3), dilation=(2, 2), padding="same"),
    convolution((1, 6, 5, 8), 9, (1, 1)),
    pooling("maxPool2d", (2, 4, 6, 3), (2, 2), (2, 2)),
    pooling("maxPool2d", (1, 5, 5, 2), (3, 3), (2, 2), "same"),
    pooling("maxPool2d", (2, 5, 4, 2), (2, 2), (1, 1), whole=True),
    pooling("averagePool2d", (2, 4, 6, 3), (2, 2), (2, 2)),
    pooling("averagePool2d", (1, 5, 5, 2), (3, 3), (2, 2), "same"),
    pooling("averagePool2d", (1, 5, 7, 1), (2, 3), (1, 2)),
    layer_norm((4, 5), 1e-3),
    layer_norm((2, 3, 2, 4), 1e-5),
    group_norm((3, 6), 2, 1e-3),
    group_norm((2, 3, 3, 4), 2, 1e-5),
    group_norm((2, 3, 2, 3), 3, 1e-3),
    group_norm((2, 2, 3, 4), 1, 1e-3),
    batch_norm((5, 3), 1e-3, {}),
    batch_norm((2, 3, 2, 3), 1e-5, {}),
    batch_norm((5, 3), 1e-3, {"stopStatistics": True}),
    batch_norm((5, 3), 1e-3, {"statistics": "moving"}),
    batch_renorm((5, 3), 1e-3, 3.0, 5.0),
    batch_renorm((4, 4), 1e-3, 1.1, 0.3),
    batch_renorm((2, 2, 3, 2), 1e-5, 100.0, 100.0),
]

if __name__ == "__main__":
    (HERE / "layers.json").write_text(json.dumps({"cases": CASES}, indent=1) + "\n")
