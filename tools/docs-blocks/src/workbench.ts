import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isKnotworkError } from '@knotwork/plugin';
import { MemoryPlace, tokens } from '@knotwork/experiment';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { FileComposer } from '@knotwork/workspace';
import { CommandForms } from './command-forms.js';
import { WorkspaceCommands } from './workspace-commands.js';

/** Whether the command and the measurements are built, which pages are checked with. Where they are not it says so, and in CI it is an error. */
export function isBuilt(root: string): boolean {
  const missing = ['apps/runner/bundle', 'tools/bench/dist/check-lines.js'].filter((path) => !existsSync(join(root, path)));
  if (missing.length === 0) return true;
  if (process.env['CI'] !== undefined) throw new Error(`There is no ${missing.join(' and no ')}. Build first: npm run build && npm run typecheck.`);
  process.stderr.write('SKIPPED: the commands of the documentation, because nothing is built; npm run -s docs:check builds and checks them\n');
  return false;
}

/** What all pages are checked with: one for all of them. */
export class Workbench {
  readonly forms: CommandForms;
  readonly commands: WorkspaceCommands;
  #composer: Promise<FileComposer> | null = null;

  /** @param all whether what takes long runs, too */
  constructor(readonly root: string, readonly all: boolean) {
    this.forms = new CommandForms([process.execPath, join(root, 'apps/runner/bin/knotwork.js')]);
    this.commands = new WorkspaceCommands(root);
  }

  /** Checks an experiment from end to end, without running it. @param file where it would stand @returns a message, or null */
  async experimentFault(file: string, text: string, cwd: string): Promise<string | null> {
    this.#composer ??= standardPackages().then((standard) => new FileComposer(standard, [given(tokens.place, new MemoryPlace())]));
    try {
      await (await this.#composer).compose({ file, text, overrides: [], again: false, cwd });
      return null;
    } catch (error) {
      if (!isKnotworkError(error)) throw error;
      return error.message;
    }
  }

  /** Checks command lines of measurements. @param lines words behind `bench` @returns for each a message, or null */
  benchFaults(lines: readonly (readonly string[])[]): readonly (string | null)[] {
    if (lines.length === 0) return [];
    const { NODE_OPTIONS: _, ...env } = process.env;
    const printed = execFileSync(process.execPath, [join(this.root, 'tools/bench/dist/check-lines.js'), JSON.stringify(lines)], { cwd: this.root, env, encoding: 'utf8' });
    return (JSON.parse(printed) as readonly (readonly string[])[]).map((faults) => (faults.length === 0 ? null : faults.join(' ')));
  }

  /** Whether what a mark `needs` is here. */
  has(need: string): boolean {
    if (need === 'cluster') return false;
    if (need === 'network') return spawnSync('npm', ['ping'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
    return spawnSync('sh', ['-c', `command -v "$1"`, 'sh', need], { stdio: 'ignore' }).status === 0;
  }

  /** Whether a spec is there and names a page. @returns what is wrong, or null */
  specFault(spec: string, page: string): string | null {
    const path = join(this.root, spec);
    if (!existsSync(path)) return `${spec}, which is said to prove it, is not there`;
    return basename(spec).startsWith(`${basename(page, '.md')}.`) || readFileSync(path, 'utf8').includes(basename(page)) ? null : `${spec} is said to prove it, and does not name ${basename(page)}`;
  }
}
