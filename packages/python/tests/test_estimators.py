"""The estimators, with scikit-learn and without."""
import json
import os
import pickle
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import DataConversionWarning
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from runs import environment_without, knotwork

SHORT = {'hidden': (), 'stages': [{'kind': 'fit', 'steps': 6, 'starts': {'count': 1, 'steps': 4}}]}
stream = np.random.RandomState(7)
X = stream.uniform(-1, 1, (90, 2))
Y = np.sin(3 * X[:, 0]) + X[:, 1]**2
CLASSES = np.where(Y > 0.2, 'up', np.where(Y > -0.5, 'level', 'down'))


class Regressors(unittest.TestCase):
    def test_learn(self):
        model = knotwork.KnotworkRegressor(**SHORT).fit(X, Y)
        self.assertGreater(model.score(X, Y), 0.99)
        self.assertEqual((model.n_features_in_, model.model_.inputs, model.model_.outputs), (2, ['x1', 'x2'], ['y']))
        np.testing.assert_array_equal(model.predict(X), model.model_.predict(X))

    def test_work_in_the_tools_of_scikit_learn(self):
        model = knotwork.KnotworkRegressor(**SHORT)
        self.assertGreater(cross_val_score(model, X, Y, cv=3).min(), 0.9)
        self.assertGreater(make_pipeline(StandardScaler(), model).fit(X, Y).score(X, Y), 0.99)
        search = GridSearchCV(model, {'basis': [{'kind': 'b-spline', 'degree': 0, 'intervals': 1}, 'b-spline']}, cv=2).fit(X, Y)
        self.assertEqual(search.best_params_, {'basis': 'b-spline'})

    def test_are_cloned_and_pickled(self):
        model = knotwork.KnotworkRegressor(**SHORT, options={'dataset.standardize': 'robust'}).fit(X, Y)
        self.assertFalse(hasattr(clone(model), 'model_'))
        np.testing.assert_array_equal(clone(model).fit(X, Y).predict(X), model.predict(X))
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(model)).predict(X), model.predict(X))
        self.assertEqual(json.loads(model.model_.files['network.json'])['inputs'][0]['map']['kind'], 'robust')

    def test_have_as_many_outputs_as_targets(self):
        both = np.stack([Y, X[:, 0] - 2 * X[:, 1]], 1)
        model = knotwork.KnotworkRegressor(**SHORT).fit(X, both)
        self.assertEqual((model.predict(X).shape, model.model_.outputs), ((90, 2), ['y1', 'y2']))
        self.assertGreater(model.score(X, both), 0.99)
        lower, upper = knotwork.KnotworkRegressor(**SHORT, options={'dataset.split.validation': 0.3}).fit(X, both[:, 1:]).interval(X, 0.8)
        self.assertEqual(lower.shape, (90, 1))
        self.assertTrue((lower < upper).all())

    def test_weigh_rows(self):
        doubled, other = np.concatenate([X, X]), np.concatenate([Y, Y + 10])
        model = knotwork.KnotworkRegressor(**SHORT)
        first, second = (model.fit(doubled, other, np.repeat(weights, 90)).predict(X).mean() for weights in ([1, 0], [1, 3]))
        self.assertAlmostEqual(first, Y.mean(), delta=0.1)
        self.assertAlmostEqual(second, Y.mean() + 7.5, delta=0.3)

    def test_choose_widths(self):
        model = knotwork.KnotworkRegressor(hidden=[(), (2,)], stages=SHORT['stages'], options={'network.widths.folds': 2}).fit(X, Y)
        self.assertEqual(json.loads(model.model_.files['result.json'])['network']['widths'][0], 2)
        self.assertEqual(len(json.loads(model.model_.files['result.json'])['choice']['networks']), 2)

    def test_are_shown_with_their_picture(self):
        model = knotwork.KnotworkRegressor(**SHORT)
        self.assertNotIn('<img', model._repr_mimebundle_()['text/html'])
        shown = model.fit(X, Y)._repr_mimebundle_()['text/html']
        self.assertIn('src="data:image/svg+xml;base64,', shown)
        self.assertIn('KnotworkRegressor(hidden=()', shown)


class Classifiers(unittest.TestCase):
    def test_learn_words_numbers_and_booleans(self):
        for labels in (CLASSES, np.searchsorted(np.unique(CLASSES), CLASSES) * 5 - 7, CLASSES == 'up', np.where(CLASSES == 'up', 2.0, 1.0), np.where(CLASSES == 'up', '10', '9')):
            with self.subTest(labels.dtype):
                model = knotwork.KnotworkClassifier(**SHORT).fit(X, labels)
                np.testing.assert_array_equal(model.classes_, np.unique(labels))
                self.assertGreater(model.score(X, labels), 0.9)
                np.testing.assert_array_equal(model.classes_[model.predict_proba(X).argmax(1)], model.predict(X))
                np.testing.assert_allclose(model.predict_proba(X).sum(1), 1)
        self.assertEqual(model.decision_function(X).shape, (90,))

    def test_work_in_cross_validation(self):
        self.assertGreater(cross_val_score(knotwork.KnotworkClassifier(**SHORT), X, CLASSES, cv=3).min(), 0.8)

    def test_take_a_column_with_a_warning(self):
        with self.assertWarns(DataConversionWarning):
            knotwork.KnotworkClassifier(**SHORT).fit(X, CLASSES[:, None])


class Refusals(unittest.TestCase):
    def test_say_where_the_command_is_looked_for(self):
        saved = os.environ.pop('KNOTWORK')
        path, os.environ['PATH'] = os.environ['PATH'], ''
        try:
            with self.assertRaisesRegex(FileNotFoundError, 'command="..." of the estimator or in the environment variable KNOTWORK'):
                knotwork.KnotworkRegressor().fit(X, Y)
            with self.assertRaisesRegex(FileNotFoundError, 'no-such-program cannot be started'):
                knotwork.KnotworkRegressor(command=['no-such-program']).fit(X, Y)
        finally:
            os.environ.update(KNOTWORK=saved, PATH=path)

    def test_take_the_command_in_any_form(self):
        path = os.environ['KNOTWORK']
        here = os.path.relpath(path)
        for given in (Path(path), path, here, f'node {here}', ['node', path]):
            with self.subTest(given):
                knotwork.KnotworkRegressor(**SHORT, command=given).fit(X, Y)

    def test_pass_on_what_the_command_says(self):
        with self.assertRaisesRegex(ValueError, 'Unknown basis "bspline".*Did you mean "b-spline"'):
            knotwork.KnotworkRegressor(basis='bspline').fit(X, Y)
        with self.assertRaisesRegex(ValueError, 'hidden must be widths'):
            knotwork.KnotworkRegressor(hidden='five').fit(X, Y)

    def test_leave_nothing_behind(self):
        with tempfile.TemporaryDirectory() as folder:
            saved, tempfile.tempdir = tempfile.tempdir, folder
            try:
                knotwork.KnotworkRegressor(**SHORT).fit(X, Y)
                with self.assertRaises(ValueError):
                    knotwork.KnotworkRegressor(basis='bspline').fit(X, Y)
                self.assertEqual(list(Path(folder).iterdir()), [])
            finally:
                tempfile.tempdir = saved


class Alone(unittest.TestCase):
    def test_without_scikit_learn_they_do_the_same(self):
        script = f"""
import knotwork, json, numpy as np, pickle, sys
X, Y, CLASSES = (np.array(values) for values in {[X.tolist(), Y.tolist(), CLASSES.tolist()]!r})
regressor = knotwork.KnotworkRegressor(**{SHORT!r})
try: regressor.predict(X)
except ValueError as error: assert 'not fitted yet' in str(error)
else: raise AssertionError('it was not fitted')
regressor.fit(X, Y)
classifier = pickle.loads(pickle.dumps(knotwork.KnotworkClassifier(**{SHORT!r}).set_params(seed=0).fit(X, CLASSES)))
print(json.dumps([regressor.score(X, Y), regressor.predict(X).tolist(), classifier.score(X, CLASSES), classifier.predict(X).tolist(), repr(regressor)[:28]]))
"""
        arguments, environment = environment_without('sklearn')
        ended = subprocess.run([sys.executable, *arguments], input=script, env=environment, capture_output=True, encoding='utf8')
        self.assertEqual((ended.returncode, ended.stderr), (0, ''))
        score, predictions, accuracy, classes, shown = json.loads(ended.stdout)
        with_it = knotwork.KnotworkRegressor(**SHORT).fit(X, Y)
        np.testing.assert_array_equal(predictions, with_it.predict(X))
        self.assertAlmostEqual(score, with_it.score(X, Y), delta=1e-12)
        classifier = knotwork.KnotworkClassifier(**SHORT).fit(X, CLASSES)
        self.assertEqual((classes, accuracy), (classifier.predict(X).tolist(), classifier.score(X, CLASSES)))
        self.assertEqual(shown, 'KnotworkRegressor(hidden=(),')


if __name__ == '__main__':
    unittest.main()
