import { API, KnotworkError } from '@knotwork/plugin';

/** Who names plugins where there is no experiment file that could be corrected. */
export interface PluginSource {
  /** Whether a stored run names them, and nobody here. */
  readonly isStored: boolean;
  /** How one says where a plugin is, such as `--plugin PATH`. */
  readonly option: string;
}

/** An entry of `plugins:`, by its text and its index in the list; null for a package that is named elsewhere, such as on the command line. */
export interface PluginEntry { readonly name: string; readonly index: number | null; readonly source?: PluginSource }

function refuse({ name, index }: PluginEntry, message: string, cause?: unknown): KnotworkError {
  return new KnotworkError('plugin', message, { plugin: name, ...(index === null ? {} : { path: `plugins.${index}` }), ...(cause === undefined ? {} : { cause }) });
}

/** The file or folder of a relative entry does not exist. */
export function noSuchPath(entry: PluginEntry, path: string): KnotworkError {
  if (entry.source?.isStored === true) return refuse(entry, `Plugin "${entry.name}" of the run does not exist: there is no ${path}. What a run names is looked for from the working folder. ${hasMoved(entry.source)}`);
  if (entry.source !== undefined) return refuse(entry, `Plugin "${entry.name}" does not exist: there is no ${path}. Correct ${entry.source.option}; a relative path starts at the working folder.`);
  if (entry.index === null) return refuse(entry, `Plugin "${entry.name}" does not exist: there is no ${path}. Correct the path.`);
  return refuse(entry, `Plugin "${entry.name}" does not exist: there is no ${path}. Paths in "plugins" start at the folder of the experiment file; correct the path.`);
}

const hasMoved = ({ option }: PluginSource): string => `Where a package has moved, give ${option}.`;

/** A folder without an entry file. */
export function noEntryFile(entry: PluginEntry, folder: string): KnotworkError {
  return refuse(entry, `Plugin "${entry.name}" has neither a package.json that names its entry nor an index.js in ${folder}. Add one of them, or name the file itself.`);
}

/** No package of that name can be seen from the experiment file. @param isPath whether a file or folder is there by that name, @param meant a package that was probably meant */
export function notFound(entry: PluginEntry, folder: string, { isPath = false, meant = null }: { readonly isPath?: boolean; readonly meant?: string | null } = {}): KnotworkError {
  if (isPath) return refuse(entry, `Plugin "${entry.name}" is not a package, but there is a file or folder of that name in ${folder}. Write "./${entry.name}".`);
  // What a run names was there once, by that name.
  if (meant !== null && entry.source?.isStored !== true) return refuse(entry, `Plugin package "${entry.name}" was not found from ${folder}. Did you mean "${meant}"? Otherwise install it there (npm install ${entry.name}).`);
  return refuse(entry, `Plugin package "${entry.name}" was not found from ${folder}. Install it there (npm install ${entry.name}), `
    + (entry.source?.isStored === true ? `or look elsewhere. ${hasMoved(entry.source)}` : entry.source !== undefined ? `or correct ${entry.source.option}; the path of a file or folder starts with "./".`
      : entry.index === null ? 'or correct the name.' : 'or correct "plugins"; the path of a file starts with "./".'));
}

/** The package is there but the file its package.json points to is not. */
export function entryMissing(entry: PluginEntry, file: string): KnotworkError {
  return refuse(entry, `Plugin package "${entry.name}" has no entry: its package.json points to ${file}, which does not exist. Build the package, or install it again.`);
}

/** The package's `exports` do not serve whoever resolves it from elsewhere. */
export function noDefaultCondition(entry: PluginEntry): KnotworkError {
  return refuse(entry, `Plugin package "${entry.name}" cannot be resolved: its exports must have "default". `
    + 'In its package.json write "exports": { ".": { "default": "./index.js" } }; "import" alone is not enough.');
}

/** Its package.json cannot be read. */
export function badManifest(entry: PluginEntry, file: string, cause: unknown): KnotworkError {
  return refuse(entry, `Plugin package "${entry.name}" has a package.json that cannot be read: ${reasonOf(cause)}. Correct ${file}.`, cause);
}

/** A peer range leaves out the version that the package would get. */
export function peerMismatch(entry: PluginEntry, peer: string, range: string, version: string): KnotworkError {
  return refuse(entry, `Plugin package "${entry.name}" needs ${peer} ${range}; this is ${peer} ${version}. `
    + `Install a release of "${entry.name}" for ${peer} ${version}, or a release of Knotwork with ${peer} ${range}.`);
}

/** A peer range that is not understood. */
export function unreadableRange(entry: PluginEntry, peer: string, range: string): KnotworkError {
  return refuse(entry, `Plugin package "${entry.name}" asks for ${peer} "${range}", which is not a range of versions. In its peerDependencies write one such as "^1.2.0".`);
}

/** Its code threw. */
export function failedWhileLoading(entry: PluginEntry, cause: unknown): KnotworkError {
  if (entry.index === null) return refuse(entry, `Plugin package "${entry.name}" failed while loading: ${asSentence(reasonOf(cause))} ${remedyOf(cause)}.`, cause);
  return refuse(entry, `Plugin package "${entry.name}" failed while loading: ${asSentence(reasonOf(cause))} `
    + `${remedyOf(cause)}, or remove it from "plugins".`, cause);
}

/** It waits at its top level for what does not come. */
export function neverLoads(entry: PluginEntry, patience: number): KnotworkError {
  if (entry.index === null) return refuse(entry, `Plugin package "${entry.name}" has not loaded after ${patience / 1000} s: a module of it awaits at its top level what does not come. Await it where it is used.`);
  return refuse(entry, `Plugin package "${entry.name}" has not loaded after ${patience / 1000} s: a module of it awaits at its top level what does not come. `
    + 'Await it where it is used, or remove the package from "plugins".');
}

/** It exports nothing as default. */
export function noDefaultExport(entry: PluginEntry): KnotworkError {
  return refuse(entry, `Plugin package "${entry.name}" has no default export. In it write: ${example}`);
}

/** Its default export is something else. */
export function notAPackage(entry: PluginEntry): KnotworkError {
  return refuse(entry, `The default export of plugin package "${entry.name}" was not made by definePackage. In it write: ${example}`);
}

/** It was written for another version of the contract. */
export function otherApi(entry: PluginEntry, api: unknown): KnotworkError {
  return refuse(entry, `Plugin package "${entry.name}" asks for version ${String(api)} of the plugin contract; this is version ${API}. `
    + `Install a release of "${entry.name}" for version ${API}, or a release of Knotwork with version ${String(api)}.`);
}

const example = `export default definePackage({ api: ${API}, plugins: [ ... ] });`;

const asSentence = (text: string): string => (/[?!]$/.test(text) ? text : `${text}.`);

/** It threw after it had been called, where nobody waits for it. @param names of all packages that it may have been */
export function failedUnwatched(names: readonly string[], cause: unknown): KnotworkError {
  const who = names.length === 1 ? `Plugin package "${names[0]!}"` : `One of the plugin packages ${names.map((name) => `"${name}"`).join(', ')}`;
  return new KnotworkError('plugin', `${who} failed where nobody waits for it, in a timer, a listener or a promise: ${asSentence(reasonOf(cause))} `
    + 'Catch it there, or remove the package from "plugins".', { plugin: names.join(', '), cause });
}

/** It ended the process. */
export function endedTheProcess(name: string, cause: unknown): KnotworkError {
  return new KnotworkError('plugin', `Plugin package "${name}" called process.exit. Throw an error instead, or remove the package from "plugins".`, { plugin: name, cause });
}

/** Nothing is left that could go on. @param names of packages that ran */
export function nothingGoesOn(names: readonly string[]): KnotworkError {
  return new KnotworkError('plugin', `A promise that never settles is waited for; plugin packages that ran: ${names.join(', ')}. Let their functions settle what they return, or remove them from "plugins".`, { plugin: names.join(', ') });
}

/** What was thrown, without the full stop that our sentence adds. */
function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).trim().replace(/\.$/, '');
}

function remedyOf(cause: unknown): string {
  if (isMissingImport(cause)) return 'Install what it imports';
  // The line is nowhere in the error itself.
  return cause instanceof SyntaxError && !/ module '/.test(cause.message) ? 'Correct it ("node --check" names the line)' : 'Correct it';
}

function isMissingImport(cause: unknown): boolean {
  return cause instanceof Error && /^Cannot find (?:module|package) /.test(cause.message);
}
