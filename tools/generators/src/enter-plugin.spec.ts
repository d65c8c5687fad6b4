import { expect, test } from '@jest/globals';
import { enterPlugin } from './enter-plugin.js';

const index = `import { definePackage } from '@knotwork/plugin';
import { adam } from './adam.js';
import { huber } from './losses/huber.js';

export { adam, huber };
export default definePackage({ api: 2, plugins: [adam, huber] });
`;

test('imports and exports stay sorted; the plugin comes last', () => {
  expect(enterPlugin(index, 'index.ts', 'cauchy', './losses/cauchy.js')).toBe(`import { definePackage } from '@knotwork/plugin';
import { adam } from './adam.js';
import { cauchy } from './losses/cauchy.js';
import { huber } from './losses/huber.js';

export { adam, cauchy, huber };
export default definePackage({ api: 2, plugins: [adam, huber, cauchy] });
`);
  expect(enterPlugin(index, 'index.ts', 'zeta', './zeta.js')).toContain(`import { zeta } from './zeta.js';

export { adam, huber, zeta };`);
});

test('lists in several lines, with a comma at their end, are understood', () => {
  const long = index.replace('{ adam, huber }', '{\n  adam,\n  huber,\n}').replace('[adam, huber]', '[\n  adam, huber,\n]');
  const entered = enterPlugin(long, 'index.ts', 'sgd', './sgd.js');
  expect(entered).toContain('export {\n  adam,\n  huber, sgd,\n};');
  expect(entered).toContain('plugins: [\n  adam, huber, sgd,\n]');
});

test('a name that is there already, or an index without lists, is refused', () => {
  expect(() => enterPlugin(index, 'index.ts', 'huber', './huber.js')).toThrow('index.ts exports "huber" already; take another name.');
  expect(() => enterPlugin('export default 1;\n', 'index.ts', 'x1', './x1.js')).toThrow('index.ts must have an import of a file of its own');
});
