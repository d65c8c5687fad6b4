"""Steps of jaxKAN."""

import os
import time
from functools import partial
from importlib.metadata import version

from timed_repeats import FORWARD_S, STEP_S, timed_repeats


def run_jax(library, layers, batch, intervals, degree, dtype, threads):
    """Times a contestant; see README.md for what it must do."""
    # JAX sizes its pool of threads by the cores that the process may use, which were set before this import.
    os.environ["JAX_PLATFORMS"] = "cpu"
    if threads == 1:
        os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false"
    import jax
    import jax.numpy as jnp
    from flax import nnx

    if dtype == "float64":
        jax.config.update("jax_enable_x64", True)
    begin = time.perf_counter()
    model, name = _model(library, layers, intervals, degree)
    if dtype == "float64":
        nnx.update(model, jax.tree.map(lambda a: a.astype(jnp.float64), nnx.state(model, nnx.Param)))
    build_ms = (time.perf_counter() - begin) * 1e3
    x = jax.random.uniform(jax.random.key(1), (batch, layers[0]), minval=-1.0, maxval=1.0, dtype=dtype)
    y = jnp.broadcast_to(jnp.sin(3 * x.sum(1, keepdims=True)), (batch, layers[-1])).astype(dtype)
    parameters = sum(a.size for a in jax.tree.leaves(nnx.state(model, nnx.Param)))
    begin = time.perf_counter()
    step, infer = (_as_documented if library.endswith("+nnxjit") else _fastest)(model, x, y)
    first = float(step())
    infer()
    compile_s = time.perf_counter() - begin
    step_ms = timed_repeats(step, STEP_S)
    last = float(step())
    forward_ms = timed_repeats(infer, FORWARD_S)
    return {
        "step_ms": step_ms,
        "forward_ms": forward_ms,
        "params": parameters,
        "version": f"jaxkan {version('jaxkan')} ({name})",
        "jax": jax.__version__,
        "build_ms": build_ms,
        "compile_s": compile_s,
        "loss_first": first,
        "loss_last": last,
        "blas": "XLA CPU",
        "optimizer": "optax.adam",
    }


def _model(library, layers, intervals, degree):
    """A fresh model, and what it is."""
    from jaxkan.models.KAN import KAN

    name = library.split("+")[0]
    if name == "jaxkan-spline":
        options = {"k": degree, "G": intervals}
        return KAN(layer_dims=list(layers), layer_type="spline", required_parameters=options, seed=0), name
    # jaxKAN keeps the constant apart, as a bias: with it there are G + k coefficients. Of its ways to compute
    # them, exact is taken to degree 20, where every polynomial is a formula of its own, and the default above.
    highest = intervals + degree - 1
    flavor = "exact" if highest <= 20 else "default"
    options = {"D": highest, "flavor": flavor}
    model = KAN(layer_dims=list(layers), layer_type="chebyshev", required_parameters=options, seed=0)
    return model, f"jaxkan-cheby flavor={flavor} D={highest}"


def _as_documented(model, x, y):
    """Step and inference as jaxKAN's documentation shows them."""
    import jax.numpy as jnp
    import optax
    from flax import nnx

    optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)

    @nnx.jit
    def train(model, optimizer, x, y):
        loss, gradient = nnx.value_and_grad(lambda m: jnp.mean((m(x) - y) ** 2))(model)
        optimizer.update(model, gradient)
        return loss

    forward = nnx.jit(lambda model, x: model(x))
    return (
        lambda: train(model, optimizer, x, y).block_until_ready(),
        lambda: forward(model, x).block_until_ready(),
    )


def _fastest(model, x, y):
    """One jitted step on donated buffers, the graph split once: the fastest way there is here."""
    import jax
    import jax.numpy as jnp
    import optax
    from flax import nnx

    graph, parameters, rest = nnx.split(model, nnx.Param, ...)
    optimizer = optax.adam(1e-3)
    state = {"parameters": parameters, "memory": optimizer.init(parameters)}

    @partial(jax.jit, donate_argnums=(0, 1))
    def train(parameters, memory, rest, x, y):
        def loss_of(p):
            return jnp.mean((nnx.merge(graph, p, rest)(x) - y) ** 2)

        loss, gradient = jax.value_and_grad(loss_of)(parameters)
        updates, memory = optimizer.update(gradient, memory, parameters)
        return optax.apply_updates(parameters, updates), memory, loss

    @jax.jit
    def forward(parameters, rest, x):
        return nnx.merge(graph, parameters, rest)(x)

    def step():
        state["parameters"], state["memory"], loss = train(state["parameters"], state["memory"], rest, x, y)
        jax.block_until_ready((state["parameters"], loss))
        return loss

    return step, lambda: forward(state["parameters"], rest, x).block_until_ready()
