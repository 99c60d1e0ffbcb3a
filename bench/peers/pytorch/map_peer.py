"""A step of stage I of the neural RG in PyTorch, noise included: python map_peer.py '{…}' (MapCase in bench/map-case.ts).

The map on a shrinking lattice, all blocks of a sub-layer in one matrix product, as in src/physics/neural-rg/map/tensor-map.ts;
eager or compiled, whichever is faster here.
"""

import json
import math
import sys

import torch
from torch import Tensor

from arrays import read_arrays
from dialogue import Work, answer, fastest, say

case = json.loads(sys.argv[1])
torch.set_num_threads(case["threads"])
side, batch = case["side"], case["batch"]
depth = int(math.log2(side))
arrays = read_arrays(case["arrays"])

TEMPERATURE, LAMBDA, RHO = 0.5, 25.0, 4.0
PAIRS = [(0, 1), (2, 3), (0, 2), (1, 3)]


def factor_constants() -> tuple[Tensor, Tensor, Tensor]:
    """A rotation factor is sin θ · A + cos θ · B + C; the second four of a decimator (every other sub-layer) are of type one."""
    sine, cosine, rest = (torch.zeros(2 * depth, 8, 4, 4) for _ in range(3))
    for sublayer in range(2 * depth):
        for factor in range(8):
            i, j = PAIRS[factor % 4]
            type_one = sublayer % 2 == 1 and factor >= 4
            diagonal, across = (sine, cosine) if type_one else (cosine, sine)
            diagonal[sublayer, factor, i, i] = 1
            diagonal[sublayer, factor, j, j] = -1 if type_one else 1
            across[sublayer, factor, i, j] = 1 if type_one else -1
            across[sublayer, factor, j, i] = 1
            for k in {0, 1, 2, 3} - {i, j}:
                rest[sublayer, factor, k, k] = 1
    return sine, cosine, rest


SINE, COSINE, REST = factor_constants()
BOTH_PARTS = torch.eye(2).reshape(1, 1, 2, 1, 2)


def block_matrices(parameters: Tensor) -> Tensor:
    """O S of each sub-layer on (re, im) pairs, transposed: rows times it."""
    rows = parameters.reshape(-1, 12)
    angles = rows[:, 4:, None, None]
    factors = angles.sin() * SINE + angles.cos() * COSINE + REST
    while factors.shape[1] > 1:
        factors = factors[:, 1::2] @ factors[:, 0::2]
    matrices = factors[:, 0] * rows[:, None, :4].exp()
    return (matrices.transpose(1, 2).reshape(-1, 4, 1, 4, 1) * BOTH_PARTS).reshape(-1, 8, 8)


def to_blocks(lattice: Tensor) -> Tensor:
    half = lattice.shape[1] // 2
    return lattice.reshape(batch * half, 2, half, 4).transpose(1, 2).reshape(-1, 8)


def from_blocks(rows: Tensor, size: int) -> Tensor:
    half = size // 2
    return rows.reshape(batch * half, half, 2, 4).transpose(1, 2).reshape(batch, size, size, 2)


def activate(rows: Tensor) -> tuple[Tensor, Tensor]:
    values = rows.reshape(-1, 4, 2)
    square = values.square().sum(2) + 1e-12
    modulus = square.sqrt()
    factor = modulus.asinh() / modulus
    log_det = (factor.log() - 0.5 * square.log1p()).reshape(batch, -1).sum(1)
    return (values * factor[:, :, None]).reshape(-1, 8), log_det


def generate(parameters: Tensor, zeta: Tensor) -> tuple[Tensor, Tensor]:
    matrices = block_matrices(parameters)
    details = []
    lattice = zeta
    for layer in range(depth - 1):
        rows = to_blocks(lattice)
        details.append(rows[:, 2:])
        lattice = rows[:, :2].reshape(batch, lattice.shape[1] // 2, -1, 2)
    log_det = 0.0
    for layer in reversed(range(depth)):
        size = side >> layer
        rows = to_blocks(lattice) if layer == depth - 1 else torch.cat([lattice.reshape(-1, 2), details[layer]], 1)
        rows, part = activate(rows @ matrices[2 * layer + 1])
        log_det = log_det + part
        lattice = from_blocks(rows, size).roll((-1, -1), (1, 2))
        rows, part = activate(to_blocks(lattice) @ matrices[2 * layer])
        log_det = log_det + part
        lattice = from_blocks(rows, size).roll((1, 1), (1, 2))
    scalings = 2 * parameters.reshape(-1, 12)[:, :4].sum(1)
    blocks = torch.tensor([float((side >> (index // 2 + 1)) ** 2) for index in range(2 * depth)])
    return lattice, log_det + (scalings * blocks).sum()


def loss_of(parameters: Tensor, zeta: Tensor) -> Tensor:
    """E[S + ln P − ln|det|] per site, above the well."""
    phi, log_det = generate(parameters, zeta)
    bonds = sum((phi - phi.roll(-1, axis)).square().sum((1, 2, 3)) for axis in (1, 2))
    well = (phi.square().sum(3) - RHO).square().sum((1, 2))
    action = bonds / (2 * RHO * TEMPERATURE) + LAMBDA * well
    log_prior = -zeta.square().sum((1, 2, 3)) - side**2 * math.log(math.pi)
    return (action + log_prior - log_det).mean()


class Training:
    def __init__(self, compiled: bool) -> None:
        self.parameters = arrays["parameters"].clone().requires_grad_(True)
        self.optimiser = torch.optim.Adam([self.parameters], lr=case["learningRate"], eps=1e-8, fused=True)
        self.loss_of = torch.compile(loss_of) if compiled else loss_of

    def gradient(self, zeta: Tensor) -> tuple[Tensor, Tensor]:
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.loss_of(self.parameters, zeta)
        loss.backward()
        return loss.detach(), torch.nn.utils.clip_grad_norm_([self.parameters], case["clipNorm"])

    def step(self) -> None:
        self.gradient(torch.randn(batch, side, side, 2) * math.sqrt(0.5))
        self.optimiser.step()


variants: dict[str, Work] = {}
checks = {}
failures = {}
for name in ["eager", "compiled"] if case["compile"] else ["eager"]:
    try:
        peer = Training(name == "compiled")
        loss, norm = peer.gradient(arrays["zeta"])
        checks[name] = {"loss": loss.item() / side**2 - LAMBDA * RHO**2, "gradientNorm": norm.item()}
        peer.step()
        variants[name] = peer.step
    except Exception as error:  # a missing compiler, say: what is left is measured
        failures[name] = str(error).splitlines()[0][:300]
chosen, best = fastest(variants, "cpu", 1)
say({"ready": {"variant": chosen, "fastest": best, "failures": failures, "checks": checks}})
answer(variants[chosen], "cpu", 1)
