import type { Engine, Program, State } from '@knotwork/plugin/engine';
import { checkEngine } from '../engine/check-engine.js';
import type { BrokenEngine } from './broken-engine.js';
import { replacedIn } from './engines/change-engine.js';

/** Asked of every engine by every check. */
const EVERYTHING = ['compile', 'can', 'bind', 'start'];

/** Methods that each check asks of an engine, its programs and its states: found once on a sound one. */
export type AskedBy = ReadonlyMap<string, ReadonlySet<string>>;

/** Runs every check on a sound engine, and notes what it asks for. @throws Error of a check that fails */
export async function methodsAskedBy(sound: Engine): Promise<AskedBy> {
  const asked = new Map<string, Set<string>>();
  let now = new Set<string>();
  for (const { name, run } of checkEngine(noting(sound, (method) => now.add(method)), { networks: 'few' })) {
    asked.set(name, now = new Set());
    await run();
  }
  return asked;
}

/**
 * The checks that an engine with a defect fails, by name without the engine's. Its own check runs first; of the others those that ask for what was
 * replaced: to the rest the engine is a sound one.
 *
 * @param among names of the checks that are run; left out, all of them. Cost: seconds for each defect; of those that it is to fail alone, tenths of a second.
 */
export async function failedChecks({ break: broken, caughtBy }: BrokenEngine, sound: Engine, asked: AskedBy, among?: readonly string[]): Promise<readonly string[]> {
  const engine = broken(sound);
  const checks = checkEngine(engine, { networks: 'few' }).filter(({ name }) => among === undefined || among.includes(name.slice(`${engine.name}: `.length)));
  const own = `${engine.name}: ${caughtBy}`;
  const failed: string[] = [];
  for (const { name, run } of [...checks.filter((check) => check.name === own), ...checks.filter((check) => check.name !== own)]) {
    const replaced = replacedIn(engine);
    const sees = asked.get(name);
    const isMet = sees === undefined || EVERYTHING.some((method) => replaced.has(method)) || [...replaced].some((method) => sees.has(method));
    if (name !== own && !isMet) continue;
    try { await run(); } catch { failed.push(name.slice(`${engine.name}: `.length)); }
  }
  return failed;
}

/** An engine that tells which methods it is asked for. */
function noting(engine: Engine, note: (method: string) => void): Engine {
  const states = new WeakMap<State, State>();
  const watch = <T extends object>(target: T, own: Partial<T>): T => new Proxy(target, {
    get: (of, key) => {
      const value = own[key as keyof T] ?? of[key as keyof T];
      if (typeof value !== 'function') return value;
      note(String(key));
      return own[key as keyof T] === undefined ? (value as (...args: unknown[]) => unknown).bind(of) : value;
    },
  });
  const watchState = (state: State): State => {
    const watched = watch<State>(state, { fork: async () => watchState(await state.fork()), copyFrom: (other) => state.copyFrom(states.get(other) ?? other) });
    states.set(watched, state);
    return watched;
  };
  const watchProgram = (program: Program): Program => watch<Program>(program, { start: async (...asked) => watchState(await program.start(...asked)) });
  return {
    ...engine,
    examine: (...asked) => { note('examine'); return engine.examine(...asked); },
    compile: async (...asked) => watchProgram(await engine.compile(...asked)),
  };
}
