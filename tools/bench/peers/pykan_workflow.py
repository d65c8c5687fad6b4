#!/usr/bin/env python3
"""Wall time of what users of pykan do, on one core, as one line of JSON.

  $PEERS_DIR/venv/bin/python pykan_workflow.py hello

hello is the example of pykan's README with its pictures; fit1000 and fit10000 fit one symbolic function to so many
points in float64, fit1000f32 and fit10000f32 in float32.
"""

import argparse
import json
import os
import resource
import tempfile
import time

from blas_settings import forget_blas_settings

FUNCTIONS = ["x", "x^2", "x^3", "x^4", "exp", "log", "sqrt", "tanh", "sin", "abs"]
POINTS = {"fit1000": 1000, "fit10000": 10000, "fit1000f32": 1000, "fit10000f32": 10000}


def peak_rss_mb():
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Stages:
    """Seconds of named pieces of work."""

    def __init__(self):
        self.seconds = {}

    def run(self, name, work):
        """Does a piece of work and notes how long it took."""
        begin = time.perf_counter()
        result = work()
        self.seconds[name + "_s"] = round(time.perf_counter() - begin, 3)
        return result


def hello(stages):
    """pykan's README: fit, plot, prune, refine, make symbolic."""
    import matplotlib.pyplot as plt
    import torch
    from kan import KAN, create_dataset
    from kan.utils import ex_round

    def target(x):
        return torch.exp(torch.sin(torch.pi * x[:, [0]]) + x[:, [1]] ** 2)

    out = {}
    begin = time.perf_counter()
    model = stages.run("build", lambda: KAN(width=[2, 5, 1], grid=3, k=3, seed=42))
    data = stages.run("dataset", lambda: create_dataset(target, n_var=2))

    def fit(name, **options):
        found = stages.run(name, lambda: model.fit(data, opt="LBFGS", steps=50, **options))
        out[name.split("_")[0] + "_test_loss"] = float(found["test_loss"][-1])

    def plot(name):
        stages.run(name, lambda: model.plot(folder="./figures"))
        stages.run(name + "_savefig", lambda: plt.savefig(name + ".png", dpi=100))
        plt.close("all")

    fit("fit1_lbfgs50_lamb1e-3", lamb=0.001)
    model(data["train_input"])
    before = time.perf_counter()
    plot("plot_full")
    plots = time.perf_counter() - before
    model = stages.run("prune", lambda: model.prune())
    out["pruned_width"] = str(model.width)
    fit("fit2_lbfgs50")
    model = stages.run("refine10", lambda: model.refine(10))
    fit("fit3_lbfgs50")
    stages.run("auto_symbolic_10fns", lambda: model.auto_symbolic(lib=FUNCTIONS))
    fit("fit4_lbfgs50")
    out["formula"] = str(stages.run("symbolic_formula", lambda: ex_round(model.symbolic_formula()[0][0], 4)))
    out["total_without_plot_s"] = round(time.perf_counter() - begin - plots, 3)
    plot("plot_pruned")
    return out


def symbolic_fit(points):
    """fit_params on a sine."""
    import torch
    from kan.utils import fit_params

    x = torch.linspace(-1, 1, points)
    y = 1.7 * torch.sin(2.9 * x + 0.4) - 0.3
    out = {"rss_before_mb": peak_rss_mb()}
    seconds = []
    for _ in range(3 if points <= 2000 else 2):
        begin = time.perf_counter()
        parameters, r2 = fit_params(x, y, torch.sin, verbose=False)
        seconds.append(round(time.perf_counter() - begin, 4))
    return {**out, "N": points, "fit_params_s": seconds, "r2": float(r2), "params": [float(p) for p in parameters]}


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("what", choices=["hello", *POINTS])
    parser.add_argument("-v", "--verbose", action="store_true", help="let pykan write its progress to standard error")
    arguments = parser.parse_args()
    forget_blas_settings()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ["MPLBACKEND"] = "Agg"

    # pykan prints as it goes and leaves files behind: standard output stays for our line, files go to another folder.
    log = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    if not arguments.verbose:
        os.dup2(nowhere, 2)
    with tempfile.TemporaryDirectory(prefix="pykan") as folder:
        os.chdir(folder)
        begin = time.perf_counter()
        import torch

        torch.set_num_threads(1)
        import kan  # noqa: F401

        stages = Stages()
        out = {"import_s": time.perf_counter() - begin}
        torch.set_default_dtype(torch.float32 if arguments.what.endswith("f32") else torch.float64)
        out.update(hello(stages) if arguments.what == "hello" else symbolic_fit(POINTS[arguments.what]))
        os.chdir("/")
    log.write(json.dumps({**out, **stages.seconds, "what": arguments.what, "peak_rss_mb": peak_rss_mb()}) + "\n")
    log.flush()


if __name__ == "__main__":
    main()
