"""Steps of the PyTorch libraries and of MLPs."""

import json
import os
import subprocess
import sys
import time
from importlib.metadata import version

from contestants import family, import_folder, source_folder, why_absent
from matched_layers import kan_parameters, matched_layers
from timed_repeats import FORWARD_S, STEP_S, timed_repeats

# The fastest of PyTorch's three; without an option a user gets another.
FUSED = {"fused": True}


def run_torch(library, layers, batch, intervals, degree, dtype, threads):
    """Times a contestant; see README.md for what it must do."""
    import torch

    torch.set_num_threads(threads)
    torch.set_default_dtype(getattr(torch, dtype))
    torch.manual_seed(0)
    begin = time.perf_counter()
    model, name = _model(library, layers, intervals, degree)
    build_ms = (time.perf_counter() - begin) * 1e3
    parameters = [p for p in model.parameters() if p.requires_grad]
    options = {} if library.endswith("+adamdefault") else FUSED
    optimizer = torch.optim.Adam(parameters, lr=1e-3, **options)
    generator = torch.Generator().manual_seed(1)
    x = torch.rand(batch, layers[0], generator=generator) * 2 - 1
    y = torch.sin(3 * x.sum(1, keepdim=True)).expand(batch, layers[-1]).contiguous()
    is_compiled = "+compile" in library
    forward = model
    begin = time.perf_counter()
    if is_compiled:
        forward = torch.compile(model)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.mse_loss(forward(x), y)
        loss.backward()
        optimizer.step()
        return loss

    def infer():
        with torch.no_grad():
            return forward(x)

    compile_time = {}
    if is_compiled:
        step()
        infer()
        compile_time = {"compile_s": time.perf_counter() - begin}
    first = float(step().detach())
    step_ms = timed_repeats(step, STEP_S)
    last = float(step().detach())
    forward_ms = timed_repeats(infer, FORWARD_S)
    return {
        **compile_time,
        "step_ms": step_ms,
        "forward_ms": forward_ms,
        "params": sum(p.numel() for p in parameters),
        "version": name,
        "torch": torch.__version__,
        "build_ms": build_ms,
        "loss_first": first,
        "loss_last": last,
        "blas": "MKL" if torch.backends.mkl.is_available() else "other",
        "optimizer": "Adam " + (json.dumps(options) if options else "default"),
    }


def _model(library, layers, intervals, degree):
    """A fresh model, and what it is."""
    name = library.split("+")[0]
    if name in ("pykan", "pykan-default"):
        return _pykan(name, layers, intervals, degree)
    if name in ("mlp", "mlp-matched"):
        return _mlp(name, layers, intervals, degree)
    reason = why_absent(library)
    if reason is not None:
        raise SystemExit(f"{library} is absent: {reason}")
    sys.path.insert(0, import_folder(library))
    return _from_sources(name, layers, intervals, degree), _revision(source_folder(library))


def _pykan(name, layers, intervals, degree):
    from kan import KAN

    model = KAN(width=list(layers), grid=intervals, k=degree, seed=0, auto_save=False)
    # speed() switches off the symbolic branch and the recording of activations.
    return model if name == "pykan-default" else model.speed(), "pykan " + version("pykan")


def _mlp(name, layers, intervals, degree):
    from torch import nn

    sizes = list(layers)
    if name == "mlp-matched":
        sizes = matched_layers(layers, kan_parameters(layers, intervals, degree))
    modules = []
    for a, b in zip(sizes, sizes[1:]):
        modules += [nn.Linear(a, b), nn.SiLU()]
    return nn.Sequential(*modules[:-1]), "torch.nn " + "x".join(map(str, sizes))


def _from_sources(name, layers, intervals, degree):
    """Models of the libraries that lie in $PEERS_DIR/src, with G + k coefficients per edge."""
    from torch import nn

    pairs = list(zip(layers, layers[1:]))
    coefficients = intervals + degree
    if name == "efficient-kan":
        from efficient_kan import KAN

        return KAN(list(layers), grid_size=intervals, spline_order=degree)
    if name == "fast-kan":
        from fastkan import FastKAN

        return FastKAN(list(layers), num_grids=coefficients)
    if name == "faster-kan":
        from fasterkan.fasterkan import FasterKAN

        return FasterKAN(list(layers), num_grids=coefficients)
    if family(name) == "chebykan":
        from ChebyKANLayer import ChebyKANLayer

        highest = int(name.split("-d")[1]) if "-d" in name else coefficients - 1
        return nn.Sequential(*[ChebyKANLayer(a, b, highest) for a, b in pairs])
    if name == "fourierkan":
        from fftKAN import NaiveFourierKANLayer

        # A sine and a cosine per frequency.
        frequencies = max(1, coefficients // 2)
        return nn.Sequential(*[NaiveFourierKANLayer(a, b, frequencies) for a, b in pairs])
    raise ValueError(f"there is no contestant {name}")


def _revision(folder):
    """The commit of sources that are a git checkout."""
    if not os.path.exists(os.path.join(folder, ".git")):
        return "sources without a revision"
    command = ["git", "-C", folder, "log", "-1", "--format=git %h (%cs)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
