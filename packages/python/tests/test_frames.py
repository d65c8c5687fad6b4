"""Tables of pandas."""
import json
import unittest

import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_predict

from runs import ROWS, Runs, command, knotwork

SHORT = {'hidden': (), 'stages': [{'kind': 'fit', 'steps': 6, 'starts': {'count': 1, 'steps': 4}}]}


class Frames(unittest.TestCase):
    def test_become_inputs_as_the_run_made_them(self):
        runs = Runs('encoded')
        self.addCleanup(runs.remove)
        told = json.loads(command('predict', 'encoded', 'rows.json', '--json', cwd=runs.folder))['weight']
        model = knotwork.load(runs.folder / 'encoded')
        frame = pd.DataFrame(ROWS)[::-1][['is_new', 'size', 'colour', 'height', 'price']]
        nullable = frame.astype({'size': 'Int64', 'is_new': 'boolean', 'colour': 'string'})
        for rows in (frame, nullable, frame.astype({'colour': 'category'}), frame.replace({'colour': {'NA': None}})):
            np.testing.assert_allclose(model.predict(rows)[::-1], told, rtol=1e-12)
        with self.assertRaisesRegex(ValueError, "no column 'height'"):
            model.predict(frame.drop(columns='height'))

    def test_name_inputs_and_outputs_of_estimators(self):
        stream = np.random.RandomState(3)
        frame = pd.DataFrame(stream.uniform(-1, 1, (60, 2)), columns=['speed, mean', 'load'])
        y = (frame['load'] + frame['speed, mean']**2).rename('load')
        model = knotwork.KnotworkRegressor(**SHORT).fit(frame, y)
        self.assertEqual((model.model_.inputs, model.model_.outputs), (['speed, mean', 'load'], ['load_']))
        self.assertEqual(list(model.feature_names_in_), ['speed, mean', 'load'])
        np.testing.assert_array_equal(model.predict(frame), model.model_.predict(frame))
        with self.assertRaisesRegex(ValueError, 'feature names'):
            model.predict(frame.rename(columns={'load': 'weight'}))
        both = pd.DataFrame({'sum': y, 'difference': frame['load'] - frame['speed, mean']})
        self.assertEqual(knotwork.KnotworkRegressor(**SHORT).fit(frame, both).model_.outputs, ['sum', 'difference'])
        labels = pd.Series(np.where(y > 0.3, 'high', 'low'), dtype='category', name='level')
        self.assertGreater((cross_val_predict(knotwork.KnotworkClassifier(**SHORT), frame, labels, cv=3) == labels).mean(), 0.9)


if __name__ == '__main__':
    unittest.main()
