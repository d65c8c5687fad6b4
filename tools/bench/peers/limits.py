#!/usr/bin/env python3
"""Least arithmetic of one training step of a network of cubic splines with local support, and the time it needs at the
peaks that peak.c measured.

  python3 limits.py $PEERS_DIR/peak.json
"""

import argparse
import json

from contestants import DEGREE, SHAPES
from results import markdown_head, markdown_row

# Per input value: number of the interval 4, four basis functions 14, four derivatives 12.
BASIS = 30
# Per input value: exponential by a polynomial 14, sigmoid 2, x times it 1, derivative 4, chain rule 3.
SILU = 24
# Per parameter: mean 3, mean square 4, root 1, quotient 1, update with both corrections 3. Its time is not taken from
# this but from the measured nanoseconds per parameter: quotients and roots are slow.
ADAM = 12
# Four live basis functions and the base function, a product and a sum each.
PER_EDGE = 2 * (DEGREE + 2)


def operations(layers, batch, intervals):
    """Floating-point operations of a step by part, and of a step that computes with all basis functions."""
    pairs = list(zip(layers, layers[1:]))
    edges = sum(a * b for a, b in pairs)
    later_edges = sum(a * b for a, b in pairs[1:])
    inputs = sum(layers[:-1])
    # Coefficients and base weight.
    parameters = edges * (intervals + DEGREE + 1)
    features = inputs * batch * (BASIS + SILU)
    parts = {
        "forward": edges * batch * PER_EDGE,
        "to coefficients": edges * batch * PER_EDGE,
        "to inputs": (later_edges + sum(layers[1:-1])) * batch * PER_EDGE,
        "features": features,
        "Adam": parameters * ADAM,
    }
    all_features = features * (intervals + DEGREE) / (DEGREE + 1)
    dense = (2 * edges + later_edges) * batch * 2 * (intervals + DEGREE + 1) + all_features + parameters * ADAM
    return edges, parameters, parts, dense


def traffic(layers, batch, parameters):
    """Bytes that a step moves: parameters once forward, twice backward, seven times in Adam, and activations."""
    return parameters * 4 * 10 + sum(layers) * batch * 4 * 3


def bandwidth(peak, parameters):
    """Gigabytes per second where parameters, gradient and both memories of Adam lie."""
    working_set = 16 * parameters
    if working_set < 1e6:
        return peak["read_L2_GBs"]
    return peak["read_L3_GBs"] if working_set < 24e6 else peak["triad_DRAM_GBs"]


def adam_ns(peak, bits, parameters):
    """Nanoseconds per parameter of Adam on vectors of so many bits; of those not measured, by their width."""
    size = "small" if parameters < 100000 else "457k"
    wide = peak.get(f"adam512_{size}_ns")
    narrow = peak[f"adam128_{size}_ns"]
    if bits == 128:
        return narrow
    if bits == 256:
        return narrow / 2 if wide is None else 2 * wide
    return wide


def main():
    """Reads the command line and prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("peak", help="file that holds the line that peak.c prints")
    with open(parser.parse_args().peak, encoding="utf8") as file:
        peak = json.loads(file.read().strip().splitlines()[-1])

    # Width in bits, operations per second in 10^9, name.
    widths = [
        (128, max(peak["muladd128_gflops"], peak["axpy128_L1_muladd_gflops"]), "128-bit mul + add"),
        (256, peak["fma256_gflops"], "AVX2 FMA"),
        (512, peak["fma512_gflops"], "AVX-512 FMA"),
    ]
    widths = [width for width in widths if width[1] is not None]
    parts = list(operations([1, 1], 1, 1)[2])
    columns = ["edges", "parameters", *[f"{name} MFLOP" for name in parts], "total MFLOP", "with all features MFLOP"]
    columns += ["traffic MB", *[f"ms at {name}, {speed:.0f} GFLOP/s" for _, speed, name in widths], "memory ms"]
    print(markdown_head("shape", columns))
    for name, shape in SHAPES.items():
        layers, batch, intervals = shape["layers"], shape["batch"], shape["intervals"]
        edges, parameters, by_part, dense = operations(layers, batch, intervals)
        total = sum(by_part.values())
        moved = traffic(layers, batch, parameters)
        numbers = [*by_part.values(), total, dense, moved]
        times = [
            (total - by_part["Adam"]) / speed / 1e6 + parameters * adam_ns(peak, bits, parameters) / 1e6
            for bits, speed, _ in widths
        ]
        times.append(moved / bandwidth(peak, parameters) / 1e6)
        cells = [f"{number / 1e6:.3g}" for number in numbers] + [f"{time:.3g}" for time in times]
        print(markdown_row([name, str(edges), str(parameters), *cells]))


if __name__ == "__main__":
    main()
