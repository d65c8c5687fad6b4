import type { Mutant, Specs } from './mutant.js';
import { sharedOut } from './shared-out.js';
import { NO_TESTS, type SpecsRun, specsRun } from './specs-run.js';
import type { TreeCopy } from './tree-copy.js';
import { UsageError } from './usage-error.js';

/** What became of a mutant. */
export interface Verdict {
  readonly mutant: Mutant;
  /** Folder and test that noticed; null when none did. */
  readonly killedBy: string | null;
}

/** Specs with a mutant in them may take so many times as long as without before they count as hanging, and so many seconds more. */
const PATIENCE = { times: 10, more: 60 };
/** Without a mutant. */
const LONGEST = 3600;

/** Seconds that each of these specs may take. */
export type Limits = ReadonlyMap<string, number>;

/** What tells specs apart. */
const keyOf = ({ folder, files }: Specs): string => [folder, ...files].join(' ');

/**
 * Runs all specs that mutants name, without any mutant: specs that fail anyway notice nothing.
 *
 * @throws UsageError for a folder that is not there, a part of a path that no spec has, and specs that fail
 */
export async function limitsOf(mutants: readonly Mutant[], copies: readonly TreeCopy[], say: (text: string) => void): Promise<Limits> {
  const all = new Map(mutants.flatMap((mutant) => mutant.specs.map((specs) => [keyOf(specs), specs] as const)));
  const limits = await sharedOut(copies, [...all], async (copy, [key, specs]) => {
    say(`without mutants: ${key}`);
    const from = performance.now();
    const { failure, files } = await run(specs, copy, LONGEST);
    if (failure !== null && failure !== NO_TESTS) throw new UsageError(`The specs of ${key} fail without any mutant: ${failure}. Mend them first.`);
    const missing = specs.files.filter((part) => !files.some((file) => file.includes(part)));
    if (files.length === 0) throw new UsageError(`There are no specs in ${key}. Name others in the mutants that ask for them.`);
    if (missing.length > 0) throw new UsageError(`No spec of ${specs.folder} has ${missing.map((part) => `"${part}"`).join(' or ')} in its path. Name others in the mutants that ask for it.`);
    return [key, PATIENCE.more + PATIENCE.times * (performance.now() - from) / 1000] as const;
  });
  return new Map(limits);
}

/** Puts a mutant in and runs the specs that should notice, one after the other. @throws StaleMutant */
export async function judge(mutant: Mutant, copy: TreeCopy, limits: Limits): Promise<Verdict> {
  return copy.with(mutant, async () => {
    for (const specs of mutant.specs) {
      const { failure } = await run(specs, copy, limits.get(keyOf(specs))!);
      if (failure !== null) return { mutant, killedBy: `${specs.folder}: ${failure}` };
    }
    return { mutant, killedBy: null };
  });
}

function run({ folder, files }: Specs, copy: TreeCopy, seconds: number): Promise<SpecsRun> {
  const found = copy.packageFolder(folder);
  if (found === null) throw new UsageError(`There is no package in a folder "${folder}", whose specs a mutant asks for.`);
  return specsRun(found, files, seconds);
}
