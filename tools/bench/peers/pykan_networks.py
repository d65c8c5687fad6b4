#!/usr/bin/env python3
"""Trains networks by pykan on values of a formula, prunes them by it, and saves them for "knotwork import".

  $PEERS_DIR/venv/bin/python pykan_networks.py FOLDER --formula hello --seeds 5

hello is exp(sin(pi x1) + x2^2) from [2, 5, 1], product is x1 x2 from [2, 2, 1]; inputs in [-1, 1], 1000 rows. Each
network takes 30 steps of L-BFGS under pykan's penalty, is pruned, and takes 60 more without one. FORMULA-SEED.safetensors
is what is left. The environment needs safetensors, besides what requirements-torch.txt names.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

SAVES = Path(__file__).resolve().parents[3] / "packages" / "importers" / "src" / "fixtures"
WIDTHS = {"hello": [2, 5, 1], "product": [2, 2, 1]}
PENALTY = 0.002
LEAST_SCORE = 0.02


def targets():
    """What the networks learn, by name."""
    import torch

    return {
        "hello": lambda x: torch.exp(torch.sin(torch.pi * x[:, [0]]) + x[:, [1]] ** 2),
        "product": lambda x: x[:, [0]] * x[:, [1]],
    }


def trained(name, seed):
    """A network after pykan's own sequence, and its error on test rows."""
    import torch
    from kan import KAN, create_dataset

    torch.manual_seed(seed)
    data = create_dataset(targets()[name], n_var=2, seed=seed)
    model = KAN(width=WIDTHS[name], grid=5, k=3, seed=seed)
    model.fit(data, opt="LBFGS", steps=30, lamb=PENALTY)
    model = model.prune(node_th=LEAST_SCORE, edge_th=LEAST_SCORE)
    model.fit(data, opt="LBFGS", steps=30)
    found = model.fit(data, opt="LBFGS", steps=30)
    return model, float(found["test_loss"][-1])


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--formula", choices=sorted(WIDTHS), default="hello")
    parser.add_argument("--seeds", type=int, default=5, help="0 to SEEDS - 1 (5)")
    arguments = parser.parse_args()
    sys.path.insert(0, str(SAVES))
    import torch
    from save_pykan import save_pykan

    torch.set_num_threads(1)
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # pykan leaves its checkpoints where it runs.
    with tempfile.TemporaryDirectory(prefix="pykan") as elsewhere:
        os.chdir(elsewhere)
        for seed in range(arguments.seeds):
            model, error = trained(arguments.formula, seed)
            save_pykan(model, str(folder / f"{arguments.formula}-{seed}.safetensors"))
            print(f"{arguments.formula}, seed {seed}: test RMSE {error:.3g}", file=sys.stderr)
        os.chdir(folder)


if __name__ == "__main__":
    main()
