import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyMutant, type Sources } from './apply-mutant.js';
import type { Mutant } from './mutant.js';

/** Where packages are. */
const HOMES = ['packages', 'apps', 'tools'];

/** Files of a workspace as it is now, committed or not, from its root. */
function filesOf(root: string): readonly string[] {
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

/** What a mutant may change: sources of packages, apps and tools, without specs and without this tool, which quotes mutants. */
export function sourcesOf(root: string, files = filesOf(root)): Sources {
  const isSource = (file: string): boolean => /^(packages|apps|tools)\/[^/]+\/src\/.*\.ts$/.test(file) && !/^tools\/mutants\/|\.spec\.ts$|\/fixtures\//.test(file);
  return new Map(files.filter(isSource).map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** A copy of a workspace as it is now, committed or not, in a temporary folder; what is installed is linked. */
export class TreeCopy {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'knotwork-mutants-')));
  readonly sources: Sources;

  constructor(root: string) {
    const files = filesOf(root);
    for (const file of files) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      cpSync(join(root, file), join(this.folder, file));
    }
    this.sources = sourcesOf(root, files);
    this.link(root);
  }

  /** Puts a mutant in, does some work, and takes the mutant out again. @throws StaleMutant */
  async with<T>(mutant: Mutant, work: () => Promise<T>): Promise<T> {
    const changed = applyMutant(mutant, this.sources);
    const write = (text: (file: string) => string): void => { for (const file of changed.keys()) writeFileSync(join(this.folder, file), text(file)); };
    write((file) => changed.get(file)!);
    try {
      return await work();
    } finally {
      write((file) => this.sources.get(file)!);
    }
  }

  /** Folder of the package of that name, in packages, apps or tools; null where there is none. */
  packageFolder(name: string): string | null {
    return HOMES.map((home) => join(this.folder, home, name)).find((folder) => existsSync(join(folder, 'package.json'))) ?? null;
  }

  remove(): void { rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 }); }

  /** Links what is installed; packages of the workspace are those of the copy. */
  private link(root: string): void {
    const installed = join(root, 'node_modules');
    const own = join(this.folder, 'node_modules/@knotwork');
    mkdirSync(own, { recursive: true });
    for (const name of readdirSync(installed).filter((entry) => entry !== '@knotwork' && entry !== '.cache')) symlinkSync(join(installed, name), join(this.folder, 'node_modules', name));
    for (const home of HOMES.filter((folder) => existsSync(join(this.folder, folder)))) {
      for (const name of readdirSync(join(this.folder, home))) {
        symlinkSync(join('../..', home, name), join(own, name));
        const nested = join(root, home, name, 'node_modules');
        if (existsSync(nested)) symlinkSync(nested, join(this.folder, home, name, 'node_modules'));
      }
    }
  }
}
