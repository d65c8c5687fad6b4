export const nameTaken = (kind: string, name: string, file: string): Error =>
  new Error(`The ${kind} "${name}" exists already, in ${file}; take another name.`);

export const exportTaken = (symbol: string, file: string): Error =>
  new Error(`${file} exports "${symbol}" already; take another name.`);

export const fileTaken = (file: string): Error =>
  new Error(`${file} exists already; take another name, or remove it.`);

export const unreadableIndex = (file: string, missing: string): Error =>
  new Error(`${file} must have ${missing}, where a plugin is entered; restore it, or write the plugin by hand.`);
