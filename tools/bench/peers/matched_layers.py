"""Sizes of the MLPs that a KAN is held against."""


def kan_parameters(layers, intervals, degree):
    """Trainable numbers of a spline network: G + k coefficients, a base weight and a spline weight per edge."""
    return sum(a * b for a, b in zip(layers, layers[1:])) * (intervals + degree + 2)


def mlp_parameters(layers):
    """Trainable numbers of an MLP: weights and biases."""
    return sum(a * b + b for a, b in zip(layers, layers[1:]))


def matched_layers(layers, parameters):
    """The same depth, all hidden layers equally wide, so that the number of parameters is nearest the one given."""

    def of_width(hidden):
        return [layers[0]] + [hidden] * (len(layers) - 2) + [layers[-1]]

    hidden = 1
    while mlp_parameters(of_width(hidden)) < parameters:
        hidden += 1
    if hidden > 1:
        below = parameters - mlp_parameters(of_width(hidden - 1))
        above = mlp_parameters(of_width(hidden)) - parameters
        if below < above:
            hidden -= 1
    return of_width(hidden)
