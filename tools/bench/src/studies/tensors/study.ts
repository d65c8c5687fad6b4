import { openBackend } from '@knotwork/engine-tfjs/backends';
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { readCommandLine, UsageError } from '../../lib/program.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';
import { backendsThatStart } from '../engines/backends-that-start.js';
import { type Held, whatIsHeld } from './memory.js';
import { operationTimes } from './operations.js';

const HELP = `npm run -s bench -- tensors [--backends tfjs-node,wasm,cpu]

What single operations of TensorFlow.js cost on its back ends, which decides how the engine tfjs is written, in microseconds; then what 1,000
steps leave behind, and 50 networks that are made, trained and disposed of: tensors, and resident memory (with node --expose-gc of what
is collected, without it of what is not).

  --backends NAME,...  tfjs-node-gpu, tfjs-node, wasm, cpu; what is not there is named and left out (tfjs-node,wasm,cpu)
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['backends']);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but --backends may be given; got ${[...files, ...overrides].join(' ')}.`);
    const { catalog } = installed(await standardPackages());
    const { there, refused } = await backendsThatStart(catalog, options['backends'] ?? 'tfjs-node,wasm,cpu');
    const times: Readonly<Record<string, number>>[] = [];
    for (const name of there) times.push(operationTimes(await openBackend(name)));
    const held: string[][] = [];
    for (const backend of there) {
      const { steps, cycles } = await whatIsHeld(catalog, { kind: 'tfjs', backend });
      held.push([backend, ...textOf(steps), ...textOf(cycles)]);
    }
    const lines = [
      ...table(['microseconds', ...there], Object.keys(times[0] ?? {}).map((name) => [name, ...times.map((own) => digits(own[name]!))])), '',
      ...table(['backend', '1,000 steps: tensors', 'MB', 'more', '50 networks: tensors', 'MB', 'more'], held), ...refused,
    ];
    for (const line of lines) process.stdout.write(`${line}\n`);
    return 0;
  },
};

const textOf = ({ tensors, resident: [before, after] }: Held): string[] => [tensors.join(' to '), `${before.toFixed(0)} to ${after.toFixed(0)}`, `${(100 * (after / before - 1)).toFixed(1)} %`];
