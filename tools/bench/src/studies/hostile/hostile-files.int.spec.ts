import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { EVERYDAY_TEXTS, EVERYDAY_TREES } from './everyday-files.js';
import { EXPERIMENT } from './hostile-case.js';
import { hostileCase } from './hostile-cases.js';
import { rawText } from './raw-text.js';
import { tryCase } from './try-case.js';
import { WatchedCommand } from './watched-command.js';

const runner = join(dirname(createRequire(import.meta.url).resolve('knotwork/package.json')), 'src');
/** The command as its sources have it. */
const command = new WatchedCommand({
  options: ['--import', join(runner, 'fixtures/from-source.mjs'), '--conditions', '@knotwork/source'],
  worker: join(dirname(fileURLToPath(import.meta.url)), 'command-worker.ts'), command: join(runner, 'run-command.ts'),
}, 60);
afterAll(() => { command.dispose(); });

test.each([...Object.entries(EVERYDAY_TEXTS), ...Object.entries(EVERYDAY_TREES).map(([name, tree]) => [name, rawText(tree)] as const)])('%s is accepted before it is damaged', async (_, text) => {
  const takeOut = command.put({ files: { [EXPERIMENT]: text } });
  const answer = await command.run(['validate', EXPERIMENT]);
  takeOut();
  expect(answer).toMatchObject({ status: 0, written: [] });
}, 120_000);

test('files, tables, formulas and overrides that are wrong are refused in one message that names the place, or accepted', async () => {
  const faults: string[] = [];
  let refused = 0;
  for (let number = 0; number < 200; number++) {
    const { hostile, fault, isRefused, message } = await tryCase(hostileCase(1, number), command);
    // How long it takes is measured by the study: machines that test are busy.
    if (fault !== null && !/^(run: )?took /.test(fault)) faults.push(`${hostile.number}, ${hostile.what}: ${fault}; ${message}`);
    if (isRefused) refused++;
  }
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThan(150);
}, 300_000);

test('a case depends on its seed and number alone', () => {
  expect(hostileCase(3, 17)).toEqual(hostileCase(3, 17));
  expect(hostileCase(3, 17)).not.toEqual(hostileCase(3, 18));
  expect(hostileCase(3, 17)).not.toEqual(hostileCase(4, 17));
});
