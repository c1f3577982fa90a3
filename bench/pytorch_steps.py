"""The other side of the speed comparison: the same networks in PyTorch, eager, on one thread.

Answers requests on standard input, a line of JSON each, as steps.ts does; run through against-pytorch.mjs. The data come
from files that steps.ts has written. `fused` in the arguments takes PyTorch's fused optimizers.
"""

import json
import pathlib
import sys
import time

import numpy
import torch
from torch import nn

torch.set_num_threads(1)
# As Zlens does: numbers too small to be normal become zero, and stop costing time.
torch.set_flush_denormal(True)

folder = pathlib.Path(sys.argv[1])
fused = "fused" in sys.argv[2:]


def chain(widths, between, output):
    layers = []
    for size, units in zip(widths, widths[1:]):
        layers += between(size, units)
    return nn.Sequential(*layers, nn.Linear(widths[-1], output))


def plain(activation):
    return lambda size, units: [nn.Linear(size, units), activation()]


def normalized(size, units):
    return [nn.Linear(size, units, bias=False), nn.BatchNorm1d(units, eps=1e-3, momentum=0.01), nn.Sigmoid()]


def adam(parameters):
    return torch.optim.Adam(parameters, lr=0.001, **({"fused": True} if fused else {}))


def sgd(parameters):
    return torch.optim.SGD(parameters, lr=0.1, **({"fused": True} if fused else {}))


NETS = {
    "toy": (lambda: chain([2, 16, 16], plain(nn.Tanh), 2), adam, 32),
    "mnist": (lambda: chain([784, 128, 64], plain(nn.ReLU), 10), adam, 64),
    "bn": (lambda: chain([784, 100, 100, 100], normalized, 10), sgd, 60),
    "big": (lambda: chain([784, 1024, 1024], plain(nn.ReLU), 10), adam, 256),
}


class Run:
    def __init__(self, net):
        build, optimizer, self.batch = NETS[net]
        self.labels = torch.from_numpy(numpy.fromfile(folder / f"{net}.labels.i32", dtype=numpy.int32).astype(numpy.int64))
        features = numpy.fromfile(folder / f"{net}.features.f32", dtype=numpy.float32)
        self.features = torch.from_numpy(features.reshape(len(self.labels), -1))
        self.model = build()
        self.optimizer = optimizer(self.model.parameters())
        self.order = torch.randperm(len(self.labels))
        self.at = 0

    def step(self):
        if self.at + self.batch > len(self.labels):
            self.order = torch.randperm(len(self.labels))
            self.at = 0
        rows = self.order[self.at : self.at + self.batch]
        self.at += self.batch
        loss = nn.functional.cross_entropy(self.model(self.features[rows]), self.labels[rows])
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def train(self, seconds):
        cpu = time.process_time()
        start = now = time.perf_counter()
        steps = 0
        while now < start + seconds:
            self.step()
            steps += 1
            now = time.perf_counter()
        cpu = time.process_time() - cpu
        return {"stepsPerSecond": steps / (now - start), "stepsPerCpuSecond": steps / cpu}


runs = {}
for line in sys.stdin:
    request = json.loads(line)
    net = request.get("net")
    if net is None:
        answer = {"torch": torch.__version__, "threads": torch.get_num_threads(), "fused": fused}
    else:
        if net not in runs:
            runs[net] = Run(net)
        answer = runs[net].train(request["seconds"])
    print(json.dumps(answer), flush=True)
