/** What somebody typed and has to type otherwise. Exit status 2. */
export class Refusal extends Error {}

export const notKebabCase = (name: unknown): Refusal =>
  new Refusal(`The name of a plugin must be kebab-case, such as "my-basis"; got ${JSON.stringify(name)}.`);

export const reservedWord = (name: string): Refusal =>
  new Refusal(`A plugin is exported under its name, and "${name}" means something else in TypeScript or in the new files; take another one, such as "my-${name}".`);

export const noName = (): Refusal => new Refusal('Say what the package is called: npm create knotwork-plugin@latest NAME -- --kind basis');

export const badPackageName = (name: string, instead: string): Refusal =>
  new Refusal(`The name of a package with a plugin is "knotwork-NAME" or "@scope/knotwork-NAME" in kebab-case, so that others find it; got ${JSON.stringify(name)}. Say, for example, ${instead}.`);

export const noKind = (kinds: readonly string[]): Refusal => new Refusal(`Say which kind of plugin, such as --kind ${kinds[0]}. Kinds: ${kinds.join(', ')}.`);

export const unknownKind = (kind: string, kinds: readonly string[]): Refusal => new Refusal(`There is no kind of plugin "${kind}". Kinds: ${kinds.join(', ')}.`);

export const unknownRunner = (runner: string, runners: readonly string[]): Refusal => new Refusal(`There is no test runner "${runner}" here. Runners: ${runners.join(', ')}.`);

export const folderTaken = (folder: string): Refusal => new Refusal(`"${folder}" exists already and is no empty folder; take another name, or remove it.`);

export const moreThanOneName = (names: readonly string[]): Refusal =>
  new Refusal(`One package at a time; got the names ${names.join(' and ')}. Options come after --, as in "-- --kind basis".`);
