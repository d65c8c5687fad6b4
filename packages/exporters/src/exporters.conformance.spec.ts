import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import type { ExporterDefinition, ExportTrial } from '@knotwork/plugin';
import { canTry, runTrial } from '@knotwork/trials';
import definition from './index.js';

const engine = await native.create({});
for (const exporter of definition.plugins as readonly ExporterDefinition[]) {
  const { probe, needs } = await trialOf(exporter);
  const isThere = await canTry({ probe });
  if (!isThere) process.stderr.write(`SKIPPED: running what the exporter ${exporter.name} writes, which needs ${needs}\n`);
  for (const { name, run } of checkPlugin(exporter, { engine, ...(isThere ? { run: runTrial } : {}) })) test(name, run, 120_000);
}

/** What the trial of any model needs. */
async function trialOf(exporter: ExporterDefinition): Promise<Pick<ExportTrial, 'probe' | 'needs'>> {
  return exporter.trial({ name: 'any', origin: [], task: 'regression', classes: [], inputs: [], outputs: [], members: [] }, exporter.options.parse({}));
}
