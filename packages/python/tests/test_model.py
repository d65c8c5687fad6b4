"""What `load` gives. NumPy alone is needed."""
import json
import pickle
import shutil
import unittest
import warnings

import numpy as np

from runs import ROWS, Runs, command, knotwork

ROUNDING = 1e-12


def setUpModule():
    global runs
    runs = Runs('plain', 'several', 'classes', 'encoded')


def tearDownModule():
    runs.remove()


def kept(name, split='train'):
    """Inputs and predictions of rows that a run kept."""
    with np.load(runs.folder / name / 'evaluation.npz') as arrays:
        return arrays[f'{split}.inputs'], arrays[f'{split}.predictions'], arrays[f'{split}.targets']


class Table(dict):
    """As much of a DataFrame as is asked of one: columns by name."""

    @property
    def columns(self):
        return list(self)


class Predictions(unittest.TestCase):
    def test_are_those_that_the_run_kept(self):
        for name in ('plain', 'several', 'classes', 'encoded'):
            for split in ('train', 'validation', 'test'):
                with self.subTest(name, split=split):
                    inputs, predictions, _ = kept(name, split)
                    network = knotwork.load(runs.folder / name)
                    np.testing.assert_allclose(network._outputs(inputs), predictions, rtol=ROUNDING, atol=ROUNDING * abs(predictions).max())

    def test_give_the_metrics_of_the_result(self):
        model = knotwork.load(runs.folder / 'plain')
        inputs, _, targets = kept('plain', 'test')
        self.assertAlmostEqual(np.sqrt(np.mean((model.predict(inputs) - targets[:, 0])**2)) / model.metrics['test']['rmse'], 1, delta=ROUNDING)
        model = knotwork.load(runs.folder / 'classes')
        inputs, _, targets = kept('classes', 'train')
        self.assertEqual(np.mean(model.predict(inputs) == np.array(model.classes)[targets.argmax(1)]), model.metrics['train']['accuracy'])

    def test_have_the_shape_of_the_targets(self):
        rows = [[1, 0], [2, 1], [3, 0]]
        self.assertEqual(knotwork.load(runs.folder / 'plain').predict([[1], [2]]).shape, (2,))
        self.assertEqual(knotwork.load(runs.folder / 'several').predict(rows).shape, (3, 2))
        self.assertEqual(knotwork.load(runs.folder / 'several').predict(np.zeros((0, 2))).shape, (0, 2))
        classes = knotwork.load(runs.folder / 'classes')
        self.assertEqual(classes.classes, ['early', 'late'])
        self.assertTrue(set(classes.predict(rows)) <= {'early', 'late'})
        np.testing.assert_allclose(classes.predict_proba(rows).sum(1), 1)
        np.testing.assert_array_equal(np.array(classes.classes)[classes.predict_proba(rows).argmax(1)], classes.predict(rows))

    def test_of_many_rows_are_those_of_few(self):
        model = knotwork.load(runs.folder / 'plain')
        rows = np.linspace(-1, 8, 10_000)[:, None]
        np.testing.assert_allclose(model.predict(rows)[::1000], model.predict(rows[::1000]), rtol=ROUNDING)

    def test_of_columns_by_name_are_those_of_the_command(self):
        for name, key in (('encoded', 'weight'), ('several', 'price'), ('classes', 'probability late')):
            with self.subTest(name):
                told = json.loads(command('predict', name, 'rows.json', '--json', cwd=runs.folder))[key]
                model = knotwork.load(runs.folder / name)
                for table in (ROWS, Table(ROWS)):
                    outputs = model.predict_proba(table) if name == 'classes' else model.predict(table).reshape(60, -1)
                    np.testing.assert_allclose(outputs[:, -1], told, rtol=ROUNDING)

    def test_of_categories_that_no_row_had_are_made_with_a_warning(self):
        model = knotwork.load(runs.folder / 'encoded')
        self.assertEqual(model.inputs, ['height', 'colour=blue', 'colour=red', 'colour missing', 'size', 'size missing', 'is_new'])
        with self.assertWarnsRegex(UserWarning, "1 row has in column \"colour\" what no training row has, 'green'"):
            np.testing.assert_array_equal(model.encode({'height': [1.5], 'colour': ['green'], 'size': [4], 'is_new': ['yes']}), [[1.5, 0, 0, 0, 4, 0, 1]])
        with warnings.catch_warnings():
            warnings.simplefilter('error')
            x = model.encode({'height': [1.5, 1], 'colour': ['n/a', 'red'], 'size': [float('nan'), '2'], 'is_new': [None, False]})
        run = json.loads((runs.folder / 'encoded/run.json').read_text())
        fill = {column['column']: column.get('fill') for column in next(iter(run['encoding'].values()))['columns']}
        np.testing.assert_array_equal(x, [[1.5, 0, 0, 1, fill['size'], 1, fill['is_new']], [1, 0, 1, 0, 2, 0, 0]])

    def test_of_numbers_that_no_row_was_near_are_made_with_a_warning(self):
        model = knotwork.load(runs.folder / 'encoded')
        rows = {'height': [7, 1, -1], 'colour': ['red', 'blue', 'red'], 'size': [2, 2, 9], 'is_new': [True, False, True]}
        with self.assertWarnsRegex(UserWarning, r'^2 of 3 rows lie outside of what was learned, in "height" \(2\), "size" \(1\): predictions there are extrapolated\.$'):
            model.predict(rows)
        with self.assertWarnsRegex(UserWarning, r'^1 of 1 rows lies outside of what was learned, in "height" \(1\)'):
            model.encode({name: cells[:1] for name, cells in rows.items()})
        plain = knotwork.load(runs.folder / 'plain')
        with warnings.catch_warnings():
            warnings.simplefilter('error')
            plain.predict(np.load(runs.folder / 'plain' / 'evaluation.npz')['inputs.domain'].T)
            # Nobody knows what was learned of two files of a network alone.
            knotwork.Model({name: content for name, content in plain.files.items() if name != 'evaluation.npz'}).predict([[7]])

    def test_know_a_level_however_its_cell_is_written(self):
        for levels, cells in ((['3', 'x'], ['x', 3.0, '3', 3, ' x']), (['1', '2.5'], [2.5, '1.0', 1, True, '2.50']), (['False', 'True'], [True, False, 'False', np.bool_(False), 'True'])):
            with self.subTest(levels):
                found = knotwork._encode(np.array(cells, object), {'column': 'c', 'as': 'levels', 'levels': levels}, 'refuse')
                np.testing.assert_array_equal(found, [[0, 1], [1, 0], [1, 0], [1, 0], [0, 1]])

    def test_of_intervals_are_those_of_the_command(self):
        told = json.loads(command('predict', 'several', 'rows.json', '--interval', '0.8', '--json', cwd=runs.folder))
        lower, upper = knotwork.load(runs.folder / 'several').interval(ROWS, 0.8)
        np.testing.assert_allclose(lower[:, 1], told['price lower'], rtol=ROUNDING)
        np.testing.assert_allclose(upper[:, 0], told['weight upper'], rtol=ROUNDING)
        told = json.loads(command('predict', 'encoded', 'rows.json', '--interval', '0.7', '--json', cwd=runs.folder))
        lower, _ = knotwork.load(runs.folder / 'encoded').interval({**ROWS, 'size': np.array(ROWS['size'], float)}, 0.7)
        np.testing.assert_allclose(lower, told['weight lower'], rtol=ROUNDING)


class Models(unittest.TestCase):
    def test_can_be_pickled_and_saved(self):
        model = knotwork.load(runs.folder / 'several')
        rows = [[1, 0], [2, 1]]
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(model)).predict(rows), model.predict(rows))
        model.save(runs.folder / 'saved')
        np.testing.assert_array_equal(knotwork.load(runs.folder / 'saved').predict(rows), model.predict(rows))
        self.assertTrue(json.loads(command('predict', 'saved', 'rows.json', '--json', cwd=runs.folder))['price'])
        with self.assertRaisesRegex(FileExistsError, 'is not empty'):
            model.save(runs.folder / 'saved')

    def test_are_shown_with_their_picture(self):
        shown = knotwork.load(runs.folder / 'classes')._repr_html_()
        for part in ('widths 2, 2', '<th>accuracy</th>', '<th>validation</th>', 'src="data:image/svg+xml;base64,'):
            self.assertIn(part, shown)

    def test_need_no_more_than_the_two_files_of_a_network(self):
        folder = runs.folder / 'bare'
        folder.mkdir()
        for name in ('network.json', 'network.safetensors'):
            shutil.copy(runs.folder / 'plain' / name, folder)
        model = knotwork.load(folder)
        np.testing.assert_array_equal(model.predict([[1.0]]), knotwork.load(runs.folder / 'plain').predict([[1.0]]))
        self.assertIsNone(model.metrics)
        self.assertIn('widths 1, 2, 1', model._repr_html_())


class Refusals(unittest.TestCase):
    def changed(self, change):
        """A folder with a network whose description says something else."""
        folder = runs.folder / 'changed'
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(runs.folder / 'plain', folder)
        about = json.loads((folder / 'network.json').read_text())
        change(about)
        (folder / 'network.json').write_text(json.dumps(about))
        return folder

    def with_tensors(self, change):
        """A folder with a network that has other tensors: `change` gets arrays by name."""
        folder = self.changed(lambda about: about.pop('checksum'))
        data = (folder / 'network.safetensors').read_bytes()
        start = 8 + int.from_bytes(data[:8], 'little')
        header = json.loads(data[8:start])
        arrays = {name: np.frombuffer(data[start:], '<f8', (b - a) // 8, a).reshape(entry['shape']).copy()
                  for name, entry in header.items() if name != '__metadata__' for a, b in [entry['data_offsets']]}
        change(arrays)
        entries, end = {}, 0
        for name, array in arrays.items():
            entries[name] = {'dtype': {8: 'F64', 4: 'F32'}[array.itemsize], 'shape': list(array.shape), 'data_offsets': [end, end + array.nbytes]}
            end += array.nbytes
        text = json.dumps(entries).encode()
        (folder / 'network.safetensors').write_bytes(len(text).to_bytes(8, 'little') + text + b''.join(array.tobytes() for array in arrays.values()))
        return folder

    def with_hat(self, about):
        del about['checksum']
        about['layers'][0]['terms'][0]['edge']['base'] = {'kind': 'hat', 'height': 3}
        about['plugins'].append({'package': 'kan-hat', 'version': '2.3.4', 'hash': None, 'names': ['function hat']})

    def test_plugins_of_others_by_name(self):
        folder = self.changed(self.with_hat)
        with self.assertRaisesRegex(ValueError, 'the function "hat" of the package kan-hat, which knotwork.py does not know.*load\\(..., plugins={"function hat": f}\\)'):
            knotwork.load(folder)
        # Unless somebody says what it computes.
        low, high = (knotwork.load(folder, {'function hat': lambda x, height: height * factor + 0 * x}).predict([[1.0]])[0] for factor in (0, 1))
        self.assertNotEqual(low, high)

    def test_what_came_later_and_what_is_damaged(self):
        for change, words in (
            (lambda about: about.update(knotwork=3), 'has format 3, and this knotwork.py'),
            (lambda about: about.update(requires=['map quantum']), 'needs map quantum'),
            (lambda about: about['inputs'][0]['map'].update(center=7), 'damaged, or do not belong together'),
        ):
            with self.subTest(words), self.assertRaisesRegex(ValueError, words):
                knotwork.load(self.changed(change))

    def test_descriptions_that_are_no_network(self):
        def term(**changes):
            return lambda about: about['layers'][0]['terms'][0].update(changes)

        def of_input(m):
            return lambda about: about['inputs'][0].update(map=m)

        for change, words in (
            (term(outside='nearest'), r'layers\[0\]\.terms\[0\]\.outside must be one of linear, constant, free, periodic; got "nearest"'),
            (term(inputMap='cube'), 'inputMap must be one of interval, raw, tanh, sigmoid; got "cube"'),
            (term(colour='red'), r'there is an unknown key "colour" in layers\[0\]\.terms\[0\]'),
            (term(basis='b-spline'), 'basis must be a basis: an object with its name in "kind"; got "b-spline"'),
            (term(basis={'kind': 'b-spline', 'interval': 5}), r'there is an unknown key "interval" in layers\[0\]\.terms\[0\]\.basis: basis b-spline does not have it'),
            (term(basis={'kind': 'b-spline', 'intervals': 2.5}), r'basis\.intervals must be a whole number of at least 1; got 2\.5'),
            (term(basis={'kind': 'b-spline', 'intervals': 77}), r'"layers\.0\.terms\.0\.coefficients" has the shape \[2, \d\], and network\.json asks for \[2, 80\]'),
            (term(basis={'kind': 'hut'}), 'its network has the basis "hut", which knotwork.py does not know'),
            (term(basis={'kind': 'chebyshev'}, knots='own'), 'has knots of its own, and the basis chebyshev has none'),
            (term(edges={'except': [[0, 5]]}), 'has the edge from 0 to 5, and there are 1 inputs and 2 sums'),
            (term(edges={'only': [[0, 1], [0, 0]]}), 'must ascend, each once'),
            (of_input({'kind': 'affine', 'center': 0, 'scale': 0}), r'inputs\[0\]\.map\.scale must be a number above 0; got 0'),
            (of_input({'kind': 'rank', 'knots': [0, 1, 1], 'values': [0, 1, 2]}), r'map\.knots must be a list of at least two numbers that ascend'),
            (of_input({'kind': 'rank', 'knots': [0, 1], 'values': [0, 1, 2]}), 'there must be a value for every knot'),
            (lambda about: about.update(foo=1), 'there is an unknown key "foo"'),
            (lambda about: about.update(task='guess'), 'task must be one of regression, classification; got "guess"'),
            (lambda about: about.pop('transforms'), 'there is no key "transforms"'),
            (lambda about: about['layers'][1].update(inputs=3), 'layer 1 has 3 inputs, and there are 2 before it'),
            (lambda about: about['outputs'].append(about['outputs'][0]), 'the last layer has 1 outputs, and 2 are described'),
            (lambda about: (about['layers'][0].update(outputs=10**9), about['layers'][1].update(inputs=10**9)), r'layer 0 alone has more than the \d+ numbers'),
            (lambda about: about['outputs'][0].update(conditions={'base': [['sin', 0]], 'factor': [['constant', 1]]}), 'numbers below 0'),
        ):
            folder = self.changed(lambda about: (about.pop('checksum'), change(about)))
            with self.subTest(words), self.assertRaisesRegex(ValueError, words):
                knotwork.load(folder)

    def test_tensors_that_are_not_of_the_network(self):
        start = 'layers.0.terms.0.'

        def put(name, at, value):
            return lambda arrays: arrays[start + name].__setitem__(at, value)

        for change, words in (
            (put('coefficients', (0, 0), np.nan), 'network.safetensors is not a saved network: tensor "layers.0.terms.0.coefficients" has a number that is not finite'),
            (put('domain', 0, [1, -1]), r'"layers\.0\.terms\.0\.domain" has the domain \[1, -1\]'),
            (lambda arrays: arrays.update({start + 'domain': arrays[start + 'domain'].ravel()}), r'has the shape \[2\], and network\.json asks for \[1, 2\]'),
            (lambda arrays: arrays.update({'layers.0.bias': arrays['layers.0.bias'].astype('f4')}), 'tensor "layers.0.bias" is F32, and F64 is read'),
            (lambda arrays: arrays.update(x=np.zeros(3)), 'it has a tensor "x", which the network does not have'),
            (lambda arrays: arrays.pop('layers.1.bias'), 'it has no tensor "layers.1.bias"'),
        ):
            with self.subTest(words), self.assertRaisesRegex(ValueError, words):
                knotwork.load(self.with_tensors(change))
        rows = [[1.0], [2.5]]
        others = knotwork.load(self.with_tensors(lambda arrays: arrays.update({'extra.note': np.zeros(3, 'f4')})))
        np.testing.assert_array_equal(others.predict(rows), knotwork.load(runs.folder / 'plain').predict(rows))

    def test_knots_that_are_none(self):
        def load(*knots):
            def own(arrays):
                arrays['layers.0.terms.0.knots'] = np.array([knots], float)
            folder = self.with_tensors(own)
            about = json.loads((folder / 'network.json').read_text())
            about['layers'][0]['terms'][0]['knots'] = 'own'
            (folder / 'network.json').write_text(json.dumps(about))
            return knotwork.load(folder)

        intervals = knotwork.load(runs.folder / 'plain')._networks[0].about['layers'][0]['terms'][0]['basis']['intervals']
        even = list(range(intervals + 1))
        load(*even)
        for knots in ([0.5, *even[1:]], [*even[:-1], intervals - 0.1], [0, 1, 1, *even[3:]], [0, 2, 1, *even[3:]]):
            with self.subTest(knots), self.assertRaisesRegex(ValueError, f'knots that do not ascend from 0 to {intervals}'):
                load(*knots)

    def test_folders_without_a_network(self):
        with self.assertRaisesRegex(FileNotFoundError, 'nowhere has no network.json'):
            knotwork.load('nowhere')

    def test_rows_that_are_not_of_the_model(self):
        model = knotwork.load(runs.folder / 'several')
        for rows, words in (
            ([[1, 2, 3]], r'shape \(1, 3\); it must be \[rows, 2\], a column for each of height, is_new'),
            ([1, 2], r'shape \(2,\)'),
            ([[1, np.nan]], 'Row 0 has nothing there in column "is_new", which the run learned as true and false'),
            ({'height': [1]}, "no column 'is_new'"),
        ):
            with self.subTest(words), self.assertRaisesRegex(ValueError, words):
                model.predict(rows)
        with self.assertRaisesRegex(ValueError, 'Row 1 has \'tall\' in column "height"'):
            knotwork.load(runs.folder / 'encoded').predict({**{name: cells[:2] for name, cells in ROWS.items()}, 'height': [1, 'tall']})
        with self.assertRaisesRegex(ValueError, 'task of this model is regression'):
            model.predict_proba([[1, 0]])
        with self.assertRaisesRegex(ValueError, 'Row 1 has inf in column "height", which the run learned as finite numbers'):
            knotwork.load(runs.folder / 'plain').predict([[1], [np.inf]])
        with self.assertRaisesRegex(ValueError, 'knotwork: --interval is for numbers; this model tells classes'):
            knotwork.load(runs.folder / 'classes').interval([[1, 0]])


if __name__ == '__main__':
    unittest.main()
