"""Fits scikit-learn's models to one fold of a table: python table_peers.py FOLDER TARGET TASK, with train.csv and test.csv in FOLDER.

Prints one line of JSON: of every model `value`, its RMSE on the test rows in the target's units, or its accuracy, and `seconds` of fitting
and choosing. Every choice is made by cross-validation inside the training rows; test rows are only predicted.
"""
import csv
import json
import os
import sys
import time
import warnings

for variable in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
    os.environ[variable] = '1'

import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import LogisticRegressionCV, RidgeCV
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer, StandardScaler
from sklearn.svm import SVC, SVR

STRENGTHS = np.logspace(-4, 4, 17)


def scaled(*steps):
    return make_pipeline(StandardScaler(), *steps)


def standardized(model):
    """The target by mean and standard deviation of the training rows, for models whose options have its unit."""
    return TransformedTargetRegressor(regressor=model, transformer=StandardScaler())


def searched(model, grid, folds):
    return GridSearchCV(model, grid, cv=folds)


class OutOfBag:
    """A forest whose options are chosen by the rows that its trees did not see."""

    def __init__(self, make, grid):
        self.forests = [make(**options) for options in grid]

    def fit(self, x, y):
        self.best = max((forest.fit(x, y) for forest in self.forests), key=lambda forest: forest.oob_score_)
        return self

    def predict(self, x):
        return self.best.predict(x)


def regressors(inputs):
    folds = KFold(5, shuffle=True, random_state=0)
    kernel = ConstantKernel(1.0, (1e-2, 1e3)) * RBF(np.full(inputs, np.sqrt(inputs)), (1e-1, 1e4)) + WhiteKernel(0.1, (1e-6, 2.0))
    forest = lambda **options: RandomForestRegressor(300, oob_score=True, random_state=0, **options)
    return {
        'ridge': scaled(RidgeCV(STRENGTHS)),
        'splines': searched(scaled(SplineTransformer(degree=3, extrapolation='linear'), RidgeCV(STRENGTHS)), {'splinetransformer__n_knots': [3, 4, 6, 9]}, folds),
        'mlp': searched(
            standardized(scaled(MLPRegressor(solver='lbfgs', activation='tanh', max_iter=1000, random_state=0))),
            {'regressor__mlpregressor__hidden_layer_sizes': [(10,), (30,)], 'regressor__mlpregressor__alpha': [0.1, 1.0, 3.0, 10.0, 30.0, 100.0]}, folds),
        'boosting': searched(
            GradientBoostingRegressor(learning_rate=0.05, subsample=0.7, random_state=0),
            {'max_depth': [2, 4], 'n_estimators': [100, 300]}, folds),
        'forest': OutOfBag(forest, [{'min_samples_leaf': leaf, 'max_features': share} for leaf in (1, 3, 10) for share in (1 / 3, 1.0)]),
        'svr': searched(
            standardized(scaled(SVR(epsilon=0.1))),
            {'regressor__svr__C': [0.1, 0.3, 1, 3, 10, 30, 100], 'regressor__svr__gamma': list(np.array([0.03, 0.1, 0.3, 1.0]) / inputs)}, folds),
        # Chooses by the likelihood of the training rows; one length per input.
        'gp': scaled(GaussianProcessRegressor(kernel, normalize_y=True, random_state=0)),
    }


def classifiers(inputs):
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    forest = lambda **options: RandomForestClassifier(300, oob_score=True, random_state=0, **options)
    return {
        'logistic': scaled(LogisticRegressionCV(Cs=10, cv=folds, max_iter=2000)),
        'mlp': searched(
            scaled(MLPClassifier(solver='lbfgs', activation='tanh', max_iter=1000, random_state=0)),
            {'mlpclassifier__hidden_layer_sizes': [(10,), (30,)], 'mlpclassifier__alpha': [0.1, 1.0, 3.0, 10.0, 30.0]}, folds),
        'boosting': searched(
            GradientBoostingClassifier(learning_rate=0.05, subsample=0.7, random_state=0), {'max_depth': [2, 4], 'n_estimators': [100, 300]}, folds),
        'forest': OutOfBag(forest, [{'min_samples_leaf': leaf} for leaf in (1, 3, 10)]),
        'svc': searched(scaled(SVC()), {'svc__C': [0.3, 1, 3, 10, 30], 'svc__gamma': list(np.array([0.1, 0.3, 1.0, 3.0]) / inputs)}, folds),
    }


def read(path, target):
    with open(path, newline='') as file:
        header, *rows = csv.reader(file)
    values = np.array(rows, dtype=float)
    column = header.index(target)
    return np.delete(values, column, 1), values[:, column]


def main(folder, target, task):
    warnings.simplefilter('ignore')
    x, y = read(os.path.join(folder, 'train.csv'), target)
    x_test, y_test = read(os.path.join(folder, 'test.csv'), target)
    results = {}
    for name, model in (classifiers if task == 'classification' else regressors)(x.shape[1]).items():
        start = time.perf_counter()
        predictions = model.fit(x, y).predict(x_test)
        value = np.mean(predictions == y_test) if task == 'classification' else np.sqrt(np.mean((predictions - y_test) ** 2))
        results[name] = {'value': float(value), 'seconds': time.perf_counter() - start}
    print(json.dumps(results))


if __name__ == '__main__':
    main(*sys.argv[1:])
