"""A training step, or an RK4 sampling step, of the flow study in PyTorch: python flow_peer.py '{…}' (FlowCase in bench/flow-case.ts).

Takes the fastest of what PyTorch has for it: eager or compiled, each with both orders of the axes in memory.
"""

import copy
import json
import sys
from collections.abc import Callable

import torch
from torch import Tensor, nn

from arrays import read_arrays
from dialogue import Work, answer, fastest, say
from networks import load_weights, make_network, time_features

case = json.loads(sys.argv[1])
torch.set_num_threads(case["threads"])
device = case["device"]
if device == "cuda":
    # Alike in products and convolutions, as the case says; by itself PyTorch rounds the latter alone. cuDNN's fastest algorithms.
    torch.set_float32_matmul_precision("high" if case["tf32"] else "highest")
    torch.backends.cudnn.allow_tf32 = case["tf32"]
    torch.backends.cudnn.benchmark = True
together = case["together"]
arrays = {name: array.to(device) for name, array in read_arrays(case["arrays"]).items()}
weights = [array for name, array in arrays.items() if name.startswith("weights/")]
images = arrays["input"].dim() == 4


def to_planes(x: Tensor, layout: torch.memory_format) -> Tensor:
    """[B, K, K, planes] -> [B, planes, K, K] in a layout; anything else stays as it is."""
    return x.permute(0, 3, 1, 2).contiguous(memory_format=layout) if x.dim() == 4 else x


def new_network(layout: torch.memory_format) -> nn.Module:
    network = make_network(**case["network"])
    load_weights(network, weights)
    return network.to(device).to(memory_format=layout) if images else network.to(device)


Compiler = Callable[[Callable], Callable]
compilers: dict[str, Compiler] = {"eager": lambda function: function}
if case["compile"]:
    compilers["compiled"] = torch.compile
    if device == "cuda":
        # Launches a whole step at once: what small networks wait for on a card.
        compilers["CUDA graphs"] = lambda function: torch.compile(function, mode="reduce-overhead")


class Training:
    """A training step as in src/physics/holographic-flow/optimiser-step.ts, from a batch in memory: weighted squares, clipping, AdamW, average."""

    def __init__(self, layout: torch.memory_format, compiler: Compiler) -> None:
        options = case["training"]
        self.network = new_network(layout)
        self.average = [parameter.detach().clone() for parameter in self.network.parameters()]
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=options["learningRate"], betas=(0.9, 0.999), eps=1e-8, weight_decay=options["weightDecay"], fused=True)
        self.clip_norm = options["clipNorm"]
        self.decay = options["emaDecay"]
        self.input = to_planes(arrays["input"], layout)
        self.target = to_planes(arrays["target"], layout)
        self.weight = arrays["weight"]
        self.times = arrays["times"]
        self.loss_of = compiler(self._loss)

    def _loss(self, input: Tensor, times: Tensor, target: Tensor, weight: Tensor) -> Tensor:
        difference = self.network(input, time_features(times)) - target
        return (weight * difference.square()).sum()

    def step(self) -> tuple[Tensor, Tensor]:
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.loss_of(self.input, self.times, self.target, self.weight)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), self.clip_norm, foreach=True)
        self.optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(self.average, list(self.network.parameters()), 1 - self.decay)
        return loss.detach(), norm

    def check(self) -> dict:
        losses, norms = [], []
        for _ in range(3):
            loss, norm = self.step()
            losses.append(loss.item())
            norms.append(norm.item())
        squares = sum(part.double().square().sum().item() for part in self.average)
        return {"losses": losses, "gradientNorms": norms, "averageNorm": squares**0.5}


class Sampling:
    """One step of Runge-Kutta 4 from t = 0.3 with the learned velocity; all states have the same time."""

    def __init__(self, layout: torch.memory_format, compiler: Compiler) -> None:
        self.network = new_network(layout).eval().requires_grad_(False)
        self.state = to_planes(arrays["input"], layout)
        self.advance = compiler(self._advance)
        self.start = torch.tensor([0.3], device=device)
        self.size = 0.05

    def _velocity(self, state: Tensor, time: Tensor) -> Tensor:
        return self.network(state, time_features(time))

    def _advance(self, state: Tensor, t: Tensor) -> Tensor:
        h = self.size
        k1 = self._velocity(state, t)
        k2 = self._velocity(state + h / 2 * k1, t + h / 2)
        k3 = self._velocity(state + h / 2 * k2, t + h / 2)
        k4 = self._velocity(state + h * k3, t + h)
        return state + h / 6 * (k1 + 2 * (k2 + k3) + k4)

    @torch.inference_mode()
    def step(self) -> Tensor:
        return self.advance(self.state, self.start)

    def check(self) -> dict:
        final = self.step()
        final = final.permute(0, 2, 3, 1) if images else final
        return {"state": final.cpu().contiguous().flatten()[: case["checked"]].tolist()}


def distance(check: dict, reference: dict) -> float:
    """Relative, over all numbers."""
    ours, theirs = (torch.tensor([float(number) for value in answer.values() for number in (value if isinstance(value, list) else [value])]) for answer in (check, reference))
    return ((ours - theirs).norm() / theirs.norm()).item()


make: Callable[[torch.memory_format, Compiler], Training | Sampling] = {"training": Training, "sampling": Sampling}[case["task"]]
layouts = {"channels last": torch.channels_last, "channels first": torch.contiguous_format} if images else {"": torch.contiguous_format}
variants: dict[str, Work] = {}
failures = {}
checks = {}
for mode, compiler in compilers.items():
    for name, layout in layouts.items():
        label = f"{mode}, {name}" if name else mode
        try:
            peer = make(layout, compiler)
            check = copy.deepcopy(peer.check())
            if checks and not distance(check, next(iter(checks.values()))) < 0.02:
                raise ArithmeticError("it computes something else than the eager one")
            checks[label] = check
            variants[label] = peer.step
        except Exception as error:  # a missing compiler, say: what is left is measured
            failures[label] = str(error).splitlines()[0][:300]
chosen, best = fastest(variants, device, together)
say({"ready": {
    "version": torch.__version__, "variant": chosen, "fastest": best, "failures": failures, "checks": checks,
    "device": torch.cuda.get_device_name() if device == "cuda" else "cpu", "threads": torch.get_num_threads(),
}})
answer(variants[chosen], device, together)
