import { printable } from '@knotwork/plugin';
import { seconds } from '../table.js';
import type { CheckedPlugin } from './record.js';

/** Checks that fail for one reason: more are counted. The record has all. */
const MOST_NAMED = 5;

/** What the checks of a plugin came to, in plain text. @param took seconds */
export function checkedText({ kind, name, checks, passed, failed, expectedFailures }: CheckedPlugin, took: number): string[] {
  if (checks === null) return [`${kind} ${name}: no checks of the kind "${kind}"`];
  return [
    `${kind} ${name}: ${countsOf({ passed, failed: failed.length, expected: expectedFailures.length })} (${seconds(took)})`,
    // One cause often fails many checks.
    ...[...new Set(failed.map(({ message }) => message))].flatMap((message) => {
      const alike = failed.filter((one) => one.message === message).map(({ check }) => check);
      const named = alike.length > MOST_NAMED ? [`${alike[0]!}, and ${alike.length - 1} others`] : alike;
      return [...named.map((check) => `  failed: ${check}`), ...printableLines(message).map((line) => `    ${line}`)];
    }),
    ...expectedFailures.map(({ check, reason }) => `  failed as expected: ${check} (${printable(reason)})`),
  ];
}

/** How many checks passed and how many did not, in words. */
function countsOf({ passed, failed, expected }: { readonly passed: number; readonly failed: number; readonly expected: number }): string {
  return [`${passed} passed`, ...(failed === 0 ? [] : [`${failed} FAILED`]), ...(expected === 0 ? [] : [`${expected} failed as expected`])].join(', ');
}

const printableLines = (text: string): string[] => text.split('\n').map((line) => printable(line.trimEnd())).filter((line) => line !== '');

/** All checks of some plugins, in words. */
export function totalOf(plugins: readonly CheckedPlugin[]): string {
  const sum = (count: (plugin: CheckedPlugin) => number): number => plugins.reduce((all, plugin) => all + count(plugin), 0);
  return countsOf({ passed: sum(({ passed }) => passed), failed: sum(({ failed }) => failed.length), expected: sum(({ expectedFailures }) => expectedFailures.length) });
}
