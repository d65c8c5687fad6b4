import { printable } from '@knotwork/plugin';
import { seconds, wrappedTable } from '../table.js';
import type { StepTest } from './self-test.js';
import type { SurveyedEngine, TriedBackend } from './survey.js';

/** Characters of a line. */
const WIDTH = 110;

/** Engines in plain text: every backend with its state, versions, and how a training step went on it; what each engine is. */
export function engineText(engines: readonly SurveyedEngine[]): string[] {
  const rows = engines.flatMap(({ name, version, backends, test }) => [
    [name, '', backends === null ? version : `engine ${version}`, backends === null ? readyText(test!) : 'has backends, in the order in which it tries them'],
    ...(backends ?? []).map((backend) => ['', backend.name, versionText(backend), stateText(backend)]),
  ]);
  return [...wrappedTable(['engine', 'backend', 'version', 'state'], rows, WIDTH), '', ...engines.map(({ name, summary }) => `${name}: ${summary}`)];
}

function versionText({ name, versions = {} }: TriedBackend): string {
  return Object.entries(versions).map(([library, version]) => (library === name ? version : `${library} ${version}`)).join(', ') || '-';
}

function stateText({ state, because, cure, test }: TriedBackend): string {
  if (test !== null) return readyText(test);
  return printable([`${state}${because === undefined ? '' : ':'}`, because, cure].filter((part) => part !== undefined && part !== '').join(' '));
}

const readyText = (test: StepTest): string => `${test.passed ? 'ready, self-test ' : ''}${testText(test)}`;

/** How a training step went, in words. */
export function testText({ passed, difference, seconds: took, because }: StepTest): string {
  if (!passed) return printable(`FAILED its self-test: ${because ?? 'no reason is known'}`);
  return `passed: losses ${difference === 0 ? 'as expected' : `within ${difference!.toExponential(1)}`} (${seconds(took)})`;
}
