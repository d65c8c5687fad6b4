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

/** Seconds that the specs of a folder may take. */
export type Limits = ReadonlyMap<string, number>;

/**
 * Runs all specs that mutants name, without any mutant: specs that fail anyway notice nothing.
 *
 * @throws UsageError for a folder that is not there, a part of a path that no spec has, and specs that fail
 */
export async function limitsOf(mutants: readonly Mutant[], copies: readonly TreeCopy[], say: (text: string) => void): Promise<Limits> {
  const limits = await sharedOut(copies, inEachFolder(mutants), async (copy, specs) => {
    say(`without mutants: ${[specs.folder, ...specs.files].join(' ')}`);
    const from = performance.now();
    const { failure, files } = await run(specs, copy, LONGEST);
    if (failure !== null && failure !== NO_TESTS) throw new UsageError(`The specs of ${specs.folder} fail without any mutant: ${failure}. Mend them first.`);
    const asked = mutants.flatMap((mutant) => mutant.specs.filter(({ folder }) => folder === specs.folder).flatMap((s) => s.files));
    const missing = [...new Set(asked)].filter((part) => !files.some((file) => file.includes(part)));
    if (missing.length > 0) throw new UsageError(`No spec of ${specs.folder} has ${missing.map((part) => `"${part}"`).join(' or ')} in its path. Name others in the mutants that ask for it.`);
    if (failure === NO_TESTS) throw new UsageError(`${specs.folder} has no specs. Name other folders in the mutants that ask for it.`);
    return [specs.folder, PATIENCE.more + PATIENCE.times * (performance.now() - from) / 1000] as const;
  });
  return new Map(limits);
}

/** What mutants ask of each folder, together. */
function inEachFolder(mutants: readonly Mutant[]): Specs[] {
  const folders = new Map<string, Set<string> | null>();
  for (const { folder, files } of mutants.flatMap((mutant) => mutant.specs)) {
    // No part of a path means all specs, whatever others ask for.
    const before = folders.get(folder);
    folders.set(folder, files.length === 0 || before === null ? null : new Set([...before ?? [], ...files]));
  }
  return [...folders].map(([folder, files]) => ({ folder, files: files === null ? [] : [...files] }));
}

/** Puts a mutant in and runs the specs that should notice, one after the other. @throws StaleMutant */
export async function judge(mutant: Mutant, copy: TreeCopy, limits: Limits): Promise<Verdict> {
  return copy.with(mutant, async () => {
    for (const specs of mutant.specs) {
      const { failure } = await run(specs, copy, limits.get(specs.folder)!);
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
