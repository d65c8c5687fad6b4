export const notKebabCase = (name: unknown): Error =>
  new Error(`The name of a plugin must be kebab-case, such as "my-basis"; got ${JSON.stringify(name)}.`);

export const reservedWord = (name: string): Error =>
  new Error(`A plugin is exported under its name, and "${name}" means something else in TypeScript or in the new files; take another one, such as "my-${name}".`);

export const nameTaken = (kind: string, name: string, file: string): Error =>
  new Error(`The ${kind} "${name}" exists already, in ${file}; take another name.`);

export const exportTaken = (symbol: string, file: string): Error =>
  new Error(`${file} exports "${symbol}" already; take another name.`);

export const fileTaken = (file: string): Error =>
  new Error(`${file} exists already; take another name, or remove it.`);

export const unreadableIndex = (file: string, missing: string): Error =>
  new Error(`${file} must have ${missing}, where a plugin is entered; restore it, or write the plugin by hand.`);
