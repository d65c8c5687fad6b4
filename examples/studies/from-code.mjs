// A study from code: is a finer grid worth it, and for which function? Start it at the root of the repository.
import { study } from 'knotwork';

const { verdict, folder, toText } = await study({
  name: 'finer-grids',
  base: {
    dataset: { kind: 'expression', expression: 'x1', samples: { train: 60, validation: 30, test: 60 } },
    network: { widths: [1, 1], basis: { kind: 'b-spline', intervals: 3 } },
    stages: [{ kind: 'fit', steps: 20, starts: { count: 1 } }],
  },
  factors: { 'network.basis.intervals': [3, 12] },
  sets: { line: { 'dataset.expression': '2 * x1 + 1' }, wave: { 'dataset.expression': 'sin(6 * x1)' } },
  seeds: '1..6',
  metric: 'rmse',
  workers: 2,
});
for (const { set, comparisons: [{ name, ratio, adjustedP }] } of verdict.sets) console.log(`${set}: ${name} ${ratio.toPrecision(2)}, p ${adjustedP.toPrecision(2)}`);
console.log(toText('csv').split('\n')[0]);
console.log(`${verdict.trials} trials in ${folder.split('/').slice(-2).join('/')}`);
