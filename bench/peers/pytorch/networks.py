"""The networks of the flow study in PyTorch: the same layers, in the order in which Holoscope declares its parameters.

Counterparts: src/physics/networks/simple-unet.ts, fcn.ts, time-features.ts.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

GROUPS = 8
TIME_FEATURES = 128


def time_features(times: Tensor) -> Tensor:
    """sin and cos of t w_j, w_j = 10^(-4j/64): [B] -> [B, 128]."""
    half = TIME_FEATURES // 2
    frequencies = 10 ** (-4 * torch.arange(half, dtype=torch.float32, device=times.device) / half)
    angles = times[:, None] * frequencies
    return torch.cat([angles.sin(), angles.cos()], 1)


class Block(nn.Module):
    """Convolution, GroupNorm, SiLU."""

    def __init__(self, convolution: nn.Module, channels: int) -> None:
        super().__init__()
        self.convolution = convolution
        self.norm = nn.GroupNorm(GROUPS, channels)

    def forward(self, x: Tensor) -> Tensor:
        return functional.silu(self.norm(self.convolution(x)))


class SimpleUnet(nn.Module):
    """[B, planes, K, K] and time features [B, 128] or [1, 128] -> [B, planes, K, K]; skips are added."""

    def __init__(self, planes: int, output_planes: int, width: int, depth: int) -> None:
        super().__init__()
        self.time = nn.Sequential(nn.Linear(TIME_FEATURES, 4 * width), nn.SiLU(), nn.Linear(4 * width, width))
        self.input = nn.Conv2d(planes, width, 3, padding=1)
        self.down = nn.ModuleList()
        for level in range(depth):
            channels = width * 2**level
            self.down.append(nn.Sequential(
                Block(nn.Conv2d(channels, 2 * channels, 3, stride=2, padding=1), 2 * channels),
                Block(nn.Conv2d(2 * channels, 2 * channels, 3, padding=1), 2 * channels),
            ))
        deepest = width * 2**depth
        self.middle = Block(nn.Conv2d(deepest, deepest, 3, padding=1), deepest)
        self.up = nn.ModuleList()
        for level in range(depth):
            channels = deepest // 2**level
            self.up.append(nn.Sequential(
                Block(nn.ConvTranspose2d(channels, channels // 2, 4, stride=2, padding=1), channels // 2),
                Block(nn.Conv2d(channels // 2, channels // 2, 3, padding=1), channels // 2),
            ))
        self.output = nn.Conv2d(width, output_planes, 3, padding=1)

    def forward(self, x: Tensor, features: Tensor) -> Tensor:
        x = self.input(x) + self.time(features)[:, :, None, None]
        skips = []
        for down in self.down:
            skips.append(x)
            x = down(x)
        x = self.middle(x)
        for up in self.up:
            x = up(x) + skips.pop()
        return self.output(x)


class FullyConnected(nn.Module):
    """[B, inputs] and time features -> [B, outputs]."""

    def __init__(self, inputs: int, outputs: int, width: int, hidden_layers: int) -> None:
        super().__init__()
        sizes = [inputs + TIME_FEATURES] + hidden_layers * [width]
        self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.output = nn.Linear(width, outputs)

    def forward(self, x: Tensor, features: Tensor) -> Tensor:
        x = torch.cat([x, features.expand(x.shape[0], -1)], 1)
        for layer in self.hidden:
            x = functional.silu(layer(x))
        return self.output(x)


def make_network(kind: str, inputs: int, outputs: int, width: int, depth: int = 0, hidden_layers: int = 0) -> nn.Module:
    if kind == "unet":
        return SimpleUnet(inputs, outputs, width, depth)
    return FullyConnected(inputs, outputs, width, hidden_layers)


def load_weights(network: nn.Module, arrays: list[Tensor]) -> None:
    """Holoscope's arrays in its order. Filters [k, k, in, out] (transposed [k, k, out, in]), matrices [in, out]."""
    parameters = list(network.parameters())
    assert len(parameters) == len(arrays)
    with torch.no_grad():
        for parameter, array in zip(parameters, arrays):
            turned = {4: lambda a: a.permute(3, 2, 0, 1), 2: lambda a: a.t(), 1: lambda a: a}[array.dim()](array)
            assert parameter.shape == turned.shape, (parameter.shape, turned.shape)
            parameter.copy_(turned)
