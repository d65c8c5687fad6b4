"""What scikit-learn asks of every estimator."""
import unittest
import warnings

from sklearn.utils.estimator_checks import check_estimator

from runs import knotwork

#: A weight says how much a row counts in the loss. Means and ranges of inputs, and how much noise there is, are those of the rows, however they are weighed.
EXPECTED = {'check_sample_weight_equivalence_on_dense_data': 'rows that are weighed are not rows that are repeated'}
SHORT = {'hidden': (), 'stages': [{'kind': 'fit', 'steps': 8, 'starts': {'count': 1, 'steps': 5}}]}


class Estimators(unittest.TestCase):
    def check(self, estimator):
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            results = check_estimator(estimator(**SHORT), expected_failed_checks=EXPECTED, on_fail=None)
        outcomes = {status: [result['check_name'] for result in results if result['status'] == status] for status in ('passed', 'failed', 'xfail')}
        self.assertEqual(outcomes['failed'], [], [result['exception'] for result in results if result['status'] == 'failed'])
        self.assertEqual(outcomes['xfail'], list(EXPECTED))
        self.assertGreater(len(outcomes['passed']), 45)

    def test_regressor(self):
        self.check(knotwork.KnotworkRegressor)

    def test_classifier(self):
        self.check(knotwork.KnotworkClassifier)


if __name__ == '__main__':
    unittest.main()
