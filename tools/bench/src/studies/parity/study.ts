import { installed } from '@knotwork/experiment';
import { parity, parityNetworks, type ParityRecord } from '@knotwork/conformance';
import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import * as z from '@knotwork/plugin/zod';
import { standardPackages } from '@knotwork/standard';
import { optionsAlone, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { type EngineParity, parityReport, parityTroubles } from './report.js';

const ENGINES = 'native:float64,native:float32,tfjs:tfjs-node-gpu,tfjs:tfjs-node,tfjs:wasm,tfjs:cpu';
const SEEDS = 3;
const HELP = `npm run -s bench -- parity [--engines native:float32,tfjs:wasm,...] [--seeds ${SEEDS}]

How far engines are from the engine "reference", on networks of everything that is installed: outputs, values, gradients with penalties, rows of
Jacobians and normal equations. An error is the largest difference relative to the largest magnitude of the tensor. For each engine and sort of
tensor: the worst error and the network that it came from, what is allowed, how many networks and numbers were compared.

  --engines KIND:CHOICE,...  an engine by its name and a choice out of those of its options, such as a precision or a backend; what is not there is
                             named and left out (${ENGINES})
  --seeds N                  networks are drawn so many times; of plugins that have options, another one is changed each time (${SEEDS})

Exit status: 0 all within what is allowed, 1 not so.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['engines', 'seeds']);
    const count = wholeNumber('seeds', options['seeds'] ?? String(SEEDS), 1);
    const { catalog } = installed(await standardPackages());
    const { networks, omitted } = parityNetworks(catalog, { seeds: Array.from({ length: count }, (_, k) => k + 1) });
    const { there, refused } = await enginesThatStart(catalog, (options['engines'] ?? ENGINES).split(',').map((name) => name.trim()));
    const tick = progress(there.length * networks.length);
    const compared: EngineParity[] = [];
    for (const { name, engine } of there) {
      const records: ParityRecord[] = [];
      for (const of of networks) {
        for await (const record of parity(engine, [of])) records.push(record);
        tick();
      }
      compared.push({ name, precision: engine.precision, records });
    }
    const troubles = parityTroubles(compared);
    for (const line of [...parityReport(compared), ...troubles, ...omitted, ...refused]) process.stdout.write(`${line}\n`);
    return troubles.length === 0 ? 0 : 1;
  },
};

/** Engines that start here, and a line for each that does not. */
async function enginesThatStart(catalog: Catalog, names: readonly string[]): Promise<{ readonly there: readonly { readonly name: string; readonly engine: Engine }[]; readonly refused: readonly string[] }> {
  const there: { name: string; engine: Engine }[] = [];
  const refused: string[] = [];
  for (const name of names) {
    const [kind = '', choice] = name.split(':');
    const definition = catalog.get('engine', kind);
    const options = choice === undefined ? {} : optionsOf(definition.options, choice, name);
    try {
      there.push({ name, engine: await definition.create(options) });
    } catch (error) {
      if (!isKnotworkError(error)) throw error;
      refused.push(`${name} is not compared: ${error.message}`);
    }
  }
  return { there, refused };
}

/** The option that has this choice. @throws UsageError */
function optionsOf(schema: z.ZodType, choice: string, name: string): Readonly<Record<string, string>> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, { enum?: readonly unknown[] }> };
  const found = Object.entries(properties).find(([, { enum: choices }]) => choices?.includes(choice));
  if (found !== undefined) return { [found[0]]: choice };
  const choices = Object.values(properties).flatMap((property) => property.enum ?? []);
  throw new UsageError(`--engines has no "${name}": the options of this engine offer ${choices.length === 0 ? 'no choice' : choices.join(', ')}.`);
}
