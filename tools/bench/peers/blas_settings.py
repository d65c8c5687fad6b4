"""Settings in the environment that would change what the libraries for linear algebra do."""

import os

SETTINGS = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def forget_blas_settings():
    """Removes them, for this process and its children: threads and kernels are the business of the measurement."""
    for name in SETTINGS:
        os.environ.pop(name, None)
