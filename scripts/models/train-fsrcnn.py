"""Trains the super-resolution networks of assets/models/fsrcnn-x{2,3,4}.onnx; run it by `node scripts/models/train-fsrcnn.ts`.

FSRCNN (Dong, Loy, Tang: Accelerating the Super-Resolution Convolutional Neural Network, ECCV 2016) with d = 56, s = 12,
m = 4, on luma. What it predicts is the difference to bicubic (Kim et al.: Accurate Image Super-Resolution Using Very Deep
Convolutional Networks, CVPR 2016), which converges in a fraction of the steps. Trained whole for x3; for x2 and x4 only
the deconvolution is trained anew on the convolutions of x3, as the paper does.
Degradation: antialiased bicubic (a = -0.5), rounded to 8 bits.
"""

import argparse
import copy
import math
import pathlib
import subprocess
import time

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

PACKAGES = ["lomiri-wallpapers-16.04", "mate-backgrounds", "plasma-workspace-wallpapers"]
# Photographs only; none of them is in assets/samples, which is the held-out set. Authors and licences stand in NOTICE.
LOMIRI = ["analogpattern", "free", "greentock"]
MATE = "Aqua Blinds Dune FreshFlower Garden GreenMeadow LadyBird RainDrops Storm TwoWings Wood YellowFlower".split()
PLASMA = "BytheWater ColdRipple ColorfulCups EveningGlow FallenLeaf Grey Kite OneStandsOut Path summer_1am".split()
SIDES = [1400, 800]  # px of the longest side: what is small is sharp
MARGIN = 9  # px of the small picture that one pixel of the result depends on, each way


class Fsrcnn(nn.Module):
    """Takes a small luma picture with MARGIN more pixels on each side; answers the enlarged difference to bicubic."""

    def __init__(self, scale: int, d: int = 56, s: int = 12, m: int = 4):
        super().__init__()
        self.scale = scale
        layers = [nn.Conv2d(1, d, 5), nn.PReLU(d), nn.Conv2d(d, s, 1), nn.PReLU(s)]
        for _ in range(m):
            layers += [nn.Conv2d(s, s, 3), nn.PReLU(s)]
        layers += [nn.Conv2d(s, d, 1), nn.PReLU(d)]
        self.body = nn.Sequential(*layers)
        self.enlarge = nn.ConvTranspose2d(d, 1, 9, stride=scale)
        for layer in self.body:
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, a=0.25)
                nn.init.zeros_(layer.bias)
        nn.init.normal_(self.enlarge.weight, std=0.001)
        nn.init.zeros_(self.enlarge.bias)

    def forward(self, x):
        start = 3 * self.scale + math.floor(4 - (self.scale - 1) / 2)
        # The body eats 6 pixels a side, the deconvolution up to 3.
        y = self.enlarge(self.body(x))
        end = (x.shape[2] - 2 * MARGIN) * self.scale, (x.shape[3] - 2 * MARGIN) * self.scale
        return y[:, :, start : start + end[0], start : start + end[1]]


def fetch(folder: pathlib.Path) -> list[pathlib.Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        if not list(folder.glob(f"{name}_*.deb")):
            subprocess.run(["apt-get", "download", name], cwd=folder, check=True)
        if not (folder / name).exists():
            subprocess.run(["dpkg-deb", "-x", str(next(folder.glob(f"{name}_*.deb"))), str(folder / name)], check=True)
    backgrounds = folder / PACKAGES[0] / "usr/share/backgrounds"
    nature = folder / PACKAGES[1] / "usr/share/backgrounds/mate/nature"
    plasma = folder / PACKAGES[2] / "usr/share/wallpapers"
    return (
        [next(backgrounds.glob(f"{name}_by_*.jpg")) for name in LOMIRI]
        + [nature / f"{name}.jpg" for name in MATE]
        + [plasma / name / "contents/images/2560x1600.jpg" for name in PLASMA]
        + [plasma / "Volna/contents/images/5120x2880.jpg"]
    )


def resized(x: torch.Tensor, height: int, width: int) -> torch.Tensor:
    return F.interpolate(x, size=(height, width), mode="bicubic", antialias=True)


class Pictures:
    """Random pairs of a small patch with margin and the difference its enlargement lacks."""

    def __init__(self, files: list[pathlib.Path], scale: int, seed: int):
        self.scale, self.rng = scale, np.random.default_rng(seed)
        self.pairs = []
        for file in files:
            for side in SIDES:
                image = Image.open(file).convert("RGB")
                image.thumbnail((side, side), Image.Resampling.LANCZOS)
                luma = np.asarray(image, dtype=np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32) / 255
                height, width = (n - n % scale for n in luma.shape)
                big = torch.from_numpy(np.ascontiguousarray(luma[:height, :width]))[None, None]
                small = (resized(big, height // scale, width // scale).clamp(0, 1) * 255).round() / 255
                self.pairs.append((small[0, 0], (big - resized(small, height, width))[0, 0]))
        sizes = np.array([small.numel() for small, _ in self.pairs], dtype=np.float64)
        self.weights = sizes / sizes.sum()

    def one(self, size: int):
        small, lack = self.pairs[self.rng.choice(len(self.pairs), p=self.weights)]
        y = self.rng.integers(MARGIN, small.shape[0] - size - MARGIN + 1)
        x = self.rng.integers(MARGIN, small.shape[1] - size - MARGIN + 1)
        s = self.scale
        near = small[y - MARGIN : y + size + MARGIN, x - MARGIN : x + size + MARGIN]
        return near, lack[y * s : (y + size) * s, x * s : (x + size) * s]

    def batch(self, count: int, size: int):
        inputs, targets = [], []
        for _ in range(count):
            # Of three patches the one with most to learn: flat sky teaches nothing.
            near, lack = max((self.one(size) for _ in range(3)), key=lambda pair: float(pair[1].square().mean()))
            turns, flip = int(self.rng.integers(4)), bool(self.rng.integers(2))
            for patch, into in ((near, inputs), (lack, targets)):
                patch = torch.rot90(patch, turns)
                into.append(torch.flip(patch, [0]) if flip else patch)
        return torch.stack(inputs)[:, None], torch.stack(targets)[:, None]


class Training:
    """Adam at a constant rate; what counts is the running mean of the weights, so that training may stop at any step."""

    def __init__(self, model: Fsrcnn, parameters, checkpoint: pathlib.Path):
        self.model, self.checkpoint, self.step = model, checkpoint, 0
        self.parameters = list(parameters)
        self.optimiser = torch.optim.Adam(self.parameters, lr=1e-3)
        self.mean = copy.deepcopy(model)
        if checkpoint.exists():
            kept = torch.load(checkpoint)
            self.step = kept["step"]
            for name in ("model", "mean", "optimiser"):
                getattr(self, name).load_state_dict(kept[name])

    def save(self) -> None:
        kept = {name: getattr(self, name).state_dict() for name in ("model", "mean", "optimiser")}
        torch.save({"step": self.step, **kept}, self.checkpoint)

    def advance(self, inputs: torch.Tensor, targets: torch.Tensor) -> float:
        loss = F.mse_loss(self.model(inputs), targets)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        self.step += 1
        with torch.no_grad():
            for mean, now in zip(self.mean.parameters(), self.model.parameters()):
                mean.lerp_(now, max(0.002, 1 / self.step))
        return float(loss.detach())

    def until(self, steps: int, pictures: "Pictures") -> Fsrcnn:
        before = after = 0.0
        begun = time.process_time()
        while self.step < steps:
            inputs, targets = pictures.batch(8, 40)
            before += float(targets.square().mean())
            after += self.advance(inputs, targets)
            if self.step % 100 == 0 or self.step == steps:
                gain = 10 * math.log10(before / after)
                passed = time.process_time() - begun
                print(f"x{self.model.scale} {self.step}/{steps} {passed:.0f} s: {gain:+.2f} dB on training patches", flush=True)
                before = after = 0.0
                self.save()
        return self.mean


def export(model: Fsrcnn, file: pathlib.Path) -> None:
    model.eval()
    torch.onnx.export(
        model,
        (torch.zeros(1, 1, 48, 64),),
        str(file),
        input_names=["small"],
        output_names=["difference"],
        dynamic_axes={"small": {2: "height", 3: "width"}, "difference": {2: "height", 3: "width"}},
        opset_version=17,
        dynamo=False,
    )
    print(f"{file}: {file.stat().st_size} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=pathlib.Path, required=True, help="folder for the fetched packages")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder of checkpoints, from which it goes on")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder of the networks")
    parser.add_argument("--steps", type=int, default=3_000, help="steps for x3; a quarter of them for x2 and x4 each")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    for folder in (options.work, options.out):
        folder.mkdir(parents=True, exist_ok=True)
    files = fetch(options.photos)

    first = Fsrcnn(3)
    pictures = Pictures(files, 3, seed=3)
    whole = Training(first, first.parameters(), options.work / "x3.pt").until(options.steps, pictures)
    export(whole, options.out / "fsrcnn-x3.onnx")
    for scale in (2, 4):
        model = Fsrcnn(scale)
        model.body.load_state_dict(whole.body.state_dict())
        model.body.requires_grad_(False)
        training = Training(model, model.enlarge.parameters(), options.work / f"x{scale}.pt")
        export(training.until(options.steps // 4, Pictures(files, scale, seed=scale)), options.out / f"fsrcnn-x{scale}.onnx")


main()
