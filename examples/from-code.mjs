// A network from code: fitted, asked, kept and loaded again. Start it at the root of the repository.
import { rmSync } from 'node:fs';
import { fit, load } from 'knotwork';

// A bumpy surface with noise, 400 rows.
const waves = (k) => Math.sin(12.9898 * k) * 43758.5453 % 1;
const inputs = Array.from({ length: 400 }, (_, n) => [waves(2 * n), waves(2 * n + 1)]);
const targets = inputs.map(([a, b], n) => Math.exp(Math.sin(Math.PI * a) + b ** 2) + 0.2 * waves(900 + n));

const model = await fit({ inputs, targets, network: { widths: [2, 5, 1] }, dataset: { split: { test: 0.25 } }, seed: 1 });
console.log(`test R2 ${model.metrics.test.r2.toFixed(2)}`);

const at = [[0, 0], [0.5, -0.5]];
const { values } = await model.predict(at);
const { lower, upper } = await model.interval(at, 0.9);
console.log(at.map((row, k) => `f(${row}) = ${values[k].toFixed(2)}, from ${lower.values[k].toFixed(2)} to ${upper.values[k].toFixed(2)}`).join('\n'));

rmSync('runs/from-code', { recursive: true, force: true });
await model.save('runs/from-code');
const again = await load('runs/from-code');
console.log(`loaded: ${(await again.predict(at)).values[0] === values[0] ? 'the same' : 'another'}`);
