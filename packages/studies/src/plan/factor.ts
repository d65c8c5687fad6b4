import { canonicalJson } from '@knotwork/experiment';

/** One value of a factor, and what it changes. */
export interface Level {
  /** What the file calls it, or its value as text. */
  readonly name: string;
  /** What arms are called after it: the name, with the factor's where the name alone says too little. */
  readonly label: string;
  /** `path=value`, in order. */
  readonly overrides: readonly string[];
  /** Value at the factor's path; undefined where the level is a block of overrides. */
  readonly value?: unknown;
}

/** What is varied. */
export interface Factor {
  /** A path of the experiment, or a name. */
  readonly name: string;
  readonly levels: readonly Level[];
  /** It has a level only where each of these earlier factors has one of these. */
  readonly when: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A level for every factor that has one, by their names. */
export type Assignment = Readonly<Record<string, string>>;

/** An override as a command takes it. */
export function overrideText(path: string, value: unknown): string { return `${path}=${valueText(value)}`; }

/** A value that YAML reads back as it is: words bare, all else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z][\w./-]*$/.test(value) && !/^(true|false|null)$/i.test(value) ? value : JSON.stringify(value);
}

/** What a level is called that is a value: of a plugin its name and its options. */
export function levelName(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const { kind, ...options } = value as Record<string, unknown>;
  if (typeof kind !== 'string') return canonicalJson(value);
  return [kind, ...Object.entries(options).map(([key, option]) => `${key}=${typeof option === 'string' ? option : canonicalJson(option)}`)].join(' ');
}

/** Levels of a path. @param others names of all factors, which those of arms must not mistake for it */
export function levelsOfPath(path: string, values: readonly unknown[], others: readonly string[]): Level[] {
  const key = shortEnd(path, others.filter((other) => other !== path));
  return values.map((value) => {
    const name = levelName(value);
    return { name, label: /^[A-Za-z]/.test(name) && !/^(true|false|null)$/.test(name) ? name : `${key}=${name}`, overrides: [overrideText(path, value)], value };
  });
}

/** As many of the last parts of a path as no other path ends with. */
function shortEnd(path: string, others: readonly string[]): string {
  const parts = path.split('.');
  const ends = parts.map((_, k) => parts.slice(-1 - k).join('.'));
  return ends.find((end) => others.every((other) => !`.${other}`.endsWith(`.${end}`))) ?? path;
}

/** Whether a factor has a level beside these. */
export function isActive({ when }: Factor, levels: Assignment): boolean {
  return [...when].every(([name, allowed]) => levels[name] !== undefined && allowed.has(levels[name]));
}

/** The path of an override. */
export const pathOf = (override: string): string => override.slice(0, override.indexOf('='));
