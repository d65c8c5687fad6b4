import { type AnySetup, type Check, checkPlugin, hasChecks } from '@knotwork/conformance';
import { callPlugin, type Definition, type ExporterDefinition, isKnotworkError } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import { canTry, runTrial } from '@knotwork/trials';
import { cannotBeChecked } from '../errors.js';
import { lineInPlugin } from '../line-in-plugin.js';
import type { CheckedPlugin } from './record.js';
import type { OwnSetup } from './setups.js';

/** The checks of one plugin, not run yet. */
export interface PlannedChecks {
  readonly plugin: Definition;
  /** Null where the kit has none for the kind. */
  readonly checks: readonly Check[] | null;
  readonly expected: Readonly<Record<string, string>>;
  /** What cannot be found out here, and why. */
  readonly notes: readonly string[];
}

/**
 * Asks which checks a plugin has.
 *
 * @param companions what else is installed, @param module where its author says what checks need
 * @throws KnotworkError `input` where options without default are not given, or an expected failure is of no check
 */
export async function planChecks(plugin: Definition, own: OwnSetup, companions: readonly Definition[], engine: Engine, module: string): Promise<PlannedChecks> {
  const expected = own.expectedFailures ?? {};
  if (!hasChecks(plugin)) return { plugin, checks: null, expected, notes: [] };
  const { run, notes } = plugin.kind === 'exporter' ? await trialsOf(plugin as unknown as ExporterDefinition, own) : { run: undefined, notes: [] };
  const setup = { ...own, engine, companions: [...own.companions ?? [], ...companions], ...(run === undefined ? {} : { run }) } as AnySetup;
  try {
    return { plugin, checks: checkPlugin(plugin, setup), expected, notes };
  } catch (error) {
    throw cannotBeChecked(plugin.kind, plugin.name, module, error as Error);
  }
}

/** What an exporter writes is run where what that needs is installed. */
async function trialsOf(exporter: ExporterDefinition, { run }: OwnSetup): Promise<{ readonly run: OwnSetup['run']; readonly notes: readonly string[] }> {
  if (run !== undefined) return { run, notes: [] };
  const options = exporter.options.safeParse({});
  if (!options.success) return { run: runTrial, notes: [] };
  const any = { name: 'any', origin: [], task: 'regression', classes: [], inputs: [], outputs: [], members: [] } as const;
  const { probe, needs } = await callPlugin(exporter, 'trial', async () => exporter.trial(any, options.data as never));
  return await canTry({ probe }) ? { run: runTrial, notes: [] } : { run: undefined, notes: [`What it writes is not run: that needs ${needs}.`] };
}

/** Runs the checks of a plugin one after the other. @param begun hears of each before it is run */
export async function runChecks({ plugin: { kind, name }, checks, expected }: PlannedChecks, begun: (check: string, done: number, of: number) => void): Promise<CheckedPlugin> {
  const came: CheckedPlugin = { kind, name, checks: checks?.length ?? null, passed: 0, failed: [], expectedFailures: [] };
  for (const [k, { name: whole, run }] of (checks ?? []).entries()) {
    const check = whole.startsWith(`${name}: `) ? whole.slice(name.length + 2) : whole;
    begun(check, k, checks!.length);
    try { await run(); } catch (error) {
      came.failed.push({ check, message: messageOf(error) });
      continue;
    }
    if (expected[check] === undefined) came.passed++; else came.expectedFailures.push({ check, reason: expected[check] });
  }
  return came;
}

/** What a check says, to the author of the plugin: with the line where the plugin threw, and without the advice that others get. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!isKnotworkError(error) || error.code !== 'plugin') return error.message;
  return `${error.message.replace(/ Report it to the plugin's author, or use another [\w-]+\.$/, '')}${lineInPlugin(error)}`;
}
