import { didYouMean, type Kind, KnotworkError } from '@knotwork/plugin';
import { at, type Origin, short, where } from './errors.js';
import type { Words } from './words/index.js';

// Of values and names: told where a text is, or when an experiment is looked at again.

/** @param hint what the key is probably meant to be, as a sentence with a space before; the nearest of those allowed, if empty */
export function unknownKey(key: string, block: string, allowed: readonly string[], origin: Origin, hint = ''): KnotworkError {
  return new KnotworkError('input', `Unknown key "${key}" in ${block === '' ? 'the file' : block}${where(origin)}. Allowed: ${allowed.join(', ')}.${hint || didYouMean(key, allowed)}`, at(block, origin.line));
}

export function unknownPlugin(kind: Kind, name: string, path: string, installed: readonly string[], origin: Origin, words: Words | undefined): KnotworkError {
  const place = origin.override !== undefined || origin.preset !== undefined ? where(origin).slice(2, -1) : origin.line === undefined ? path : `${path}, line ${origin.line}`;
  return new KnotworkError('input', `Unknown ${kind} "${name}" (${place}). ${listed(installed)}${pluginRemedy(name, installed, kind, words)}`, at(path, origin.line));
}

/** What to do about a name that is not installed, with a space before. */
export function pluginRemedy(name: string, installed: readonly string[], kind: Kind, words: Words | undefined): string {
  const meant = words?.nameMeant(kind, name, installed);
  return (meant === undefined ? didYouMean(name, installed) : ` "${name}" is called "${meant}" here.`) || ' If a package brings it, name the package under plugins.';
}

/** `Installed: a, b.` */
export function listed(installed: readonly string[]): string {
  return installed.length === 0 ? 'None is installed.' : `Installed: ${installed.join(', ')}.`;
}

export function notYet(kind: string, name: string, path: string, installed: readonly string[], origin: Origin): KnotworkError {
  return new KnotworkError('input', `${path}${where(origin)}: the ${kind} "${name}" is not in this version. ${listed(installed)} Use one of those, or remove it.`, at(path, origin.line));
}

/** @param instead a key under which a plugin is named all the same, and that name */
export function noKind(kind: string, path: string, instead: readonly [key: string, name: string] | undefined, origin: Origin): KnotworkError {
  const remedy = instead === undefined ? '' : ` Write kind: ${instead[1]} in place of ${instead[0]}.`;
  return new KnotworkError('input', `${path}${where(origin)} must name ${withArticle(kind)}: a bare name, or a block with "kind: name" and its options.${remedy}`, at(path, origin.line));
}

export function missing(path: string, expected: string, origin: Origin): KnotworkError {
  return new KnotworkError('input', `${path} is required${where(origin)}; it must be ${expected}.`, at(path, origin.line));
}

export function wrongValue(path: string, expected: string, got: unknown, remedy: string, origin: Origin): KnotworkError {
  return new KnotworkError('input', `${path}${where(origin)}: must be ${expected}; got ${short(got)}.${remedy}`, at(path, origin.line));
}

/** @param reason in the words of whoever wrote the schema: part of a sentence, or sentences */
export function refusedValue(path: string, reason: string, got: unknown, origin: Origin): KnotworkError {
  const subject = path === '' ? 'The file' : path;
  const text = reason.endsWith('.') ? `${reason} Got ${short(got)}.` : `${reason}; got ${short(got)}.`;
  return new KnotworkError('input', `${subject}${where(origin)}: ${text}`, at(path, origin.line));
}

export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
