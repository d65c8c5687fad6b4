import { BOUNDARY } from './boundary.js';

/** The faces that somebody means who writes a block of coordinates, `{ t: 0 }` or `{ x: [-1, 1] }`, as files write them; null where that is not known. */
export function facesMeant(written: unknown): string | null {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return null;
  const [[name, value] = [], ...others] = Object.entries(written);
  // On an edge or in a corner, where several coordinates are held, nothing can be said.
  if (name === undefined || others.length > 0) return null;
  const ends = (Array.isArray(value) ? value : [value]).filter((end) => typeof end === 'number' || typeof end === 'string');
  const faces = ends.map((end) => `${name}=${end}`);
  return faces.length === 0 ? null : faces.length === 1 ? faces[0]! : `[${faces.join(', ')}]`;
}

/** What is wrong with a block of coordinates in place of a face. */
export function notFaces(written: unknown): string {
  const meant = facesMeant(written);
  return meant === null ? `must be a face such as t=0, a list of faces, ${BOUNDARY}, or { path } of a table of points` : `must be a face in the form of a text: write on: ${meant}`;
}

/** An unknown at a place within an equation, such as u(0), u(t=0) or u_x(0, 1), and what to write in place of it. */
export interface ValueAtPlace {
  /** As it is written. */
  readonly text: string;
  /** Face of the condition, where it is known. */
  readonly on: string | null;
  /** Whether the equation has several places, which conditions cannot relate. */
  readonly isOfSeveral: boolean;
  /** The equation without places. */
  readonly equation: string;
}

/** Finds an unknown with a place in parentheses that is none of its coordinates alone; null where there is none. */
export function valueAtPlace(equation: string, { coordinates, unknowns }: { readonly coordinates: readonly string[]; readonly unknowns: readonly string[] }): ValueAtPlace | null {
  const calls = [...equation.matchAll(new RegExp(`(?<![\\w.])((?:${unknowns.join('|')})(?:_\\w+)?)\\s*\\(([^()]*)\\)`, 'g'))];
  // u(x, y) everywhere is no place.
  const places = calls.map(([text, , within]) => ({ text, held: heldIn(within!, coordinates) })).filter(({ held }) => held !== null);
  const [first] = places;
  if (first === undefined) return null;
  const [[name, value] = [], ...others] = Object.entries(first.held!);
  return {
    text: first.text, isOfSeveral: new Set(places.map(({ held }) => JSON.stringify(held))).size > 1, on: name === undefined || others.length > 0 ? null : `${name}=${value}`,
    equation: calls.reduce((text, [call, of]) => text.replace(call, of!), equation).trim(),
  };
}

/** Coordinates that arguments hold at values; without names they go by what is left, where one is. Null where none is held. */
function heldIn(within: string, coordinates: readonly string[]): Readonly<Record<string, string>> | null {
  const parts = within.split(',').map((part) => part.trim());
  if (parts.every((part) => coordinates.includes(part))) return null;
  const named = parts.flatMap((part) => { const [, name, value] = /^(\w+)\s*=+\s*(.+)$/.exec(part) ?? []; return name !== undefined && coordinates.includes(name) ? [[name, value!] as const] : []; });
  if (named.length > 0) return Object.fromEntries(named);
  const left = coordinates.filter((name) => !parts.includes(name));
  const values = parts.filter((part) => !coordinates.includes(part) && part !== '');
  if (values.length === 0) return null;
  return left.length === 1 && values.length === 1 ? { [left[0]!]: values[0]! } : {};
}
