"""Who takes part, at which shapes, and where the sources of those without a package must lie."""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DEGREE = 3

with open(os.path.join(HERE, "shapes.json"), encoding="utf8") as _file:
    SHAPES = json.load(_file)

SETS = {
    "torch": {
        "environment": "torch",
        "dtypes": ["float32"],
        "libraries": [
            "pykan",
            "efficient-kan",
            "fast-kan",
            "faster-kan",
            "chebykan",
            "fourierkan",
            "mlp",
            "mlp-matched",
        ],
    },
    "jax": {"environment": "jax", "dtypes": ["float32"], "libraries": ["jaxkan-spline", "jaxkan-cheby"]},
    "f64": {
        "environment": "torch",
        "dtypes": ["float64"],
        "libraries": ["pykan", "efficient-kan", "mlp", "mlp-matched"],
    },
    "compile": {"environment": "torch", "dtypes": ["float32"], "libraries": ["efficient-kan+compile", "mlp+compile"]},
    "extra": {
        "environment": "torch",
        "dtypes": ["float32"],
        "libraries": ["pykan-default", "chebykan-d4", "efficient-kan+adamdefault", "mlp+adamdefault"],
    },
    "nnxjit": {
        "environment": "jax",
        "dtypes": ["float32"],
        "libraries": ["jaxkan-spline+nnxjit", "jaxkan-cheby+nnxjit"],
    },
}

# Each once: some sets share them.
LIBRARIES = list(dict.fromkeys(library for one in SETS.values() for library in one["libraries"]))

# The libraries without a package: the folder below $PEERS_DIR/src, and the folder in it that Python imports from.
SOURCES = {
    "efficient-kan": ("efficient-kan", "src"),
    "fast-kan": ("fast-kan", "."),
    "faster-kan": ("faster-kan", "."),
    "chebykan": ("ChebyKAN", "."),
    "fourierkan": ("FourierKAN", "."),
}


def peers_dir():
    """The folder of everything that is not ours."""
    folder = os.environ.get("PEERS_DIR")
    if not folder:
        sys.exit("PEERS_DIR must name a folder outside the repository. Type: export PEERS_DIR=$HOME/peers")
    return folder


def python_of(environment):
    """The interpreter of an environment: that of setup.sh, or the one that the user names."""
    name, folder = {"torch": ("PEERS_TORCH_PY", "venv"), "jax": ("PEERS_JAX_PY", "venv-jax")}[environment]
    return os.environ.get(name) or os.path.join(peers_dir(), folder, "bin", "python")


def family(library):
    """The library behind a variant: `efficient-kan+compile` is efficient-kan, `chebykan-d4` is chebykan."""
    name = library.split("+")[0]
    return "chebykan" if name.startswith("chebykan-d") else name


def source_folder(library):
    """Where the sources of a library without a package must lie; None for one that has a package."""
    source = SOURCES.get(family(library))
    return None if source is None else os.path.join(peers_dir(), "src", source[0])


def import_folder(library):
    """The folder of its sources that Python imports from."""
    return os.path.join(source_folder(library), SOURCES[family(library)][1])


def why_absent(library):
    """Why a contestant cannot take part; None if it can."""
    folder = source_folder(library)
    if folder is None or os.path.isdir(folder):
        return None
    return f"it has no package; put its sources in {folder}"
