import type { StudyStatus } from '@knotwork/studies';
import { seconds, table } from '../table.js';
import { lineFor, type Terminal, wrapped } from '../use/terminal.js';

/** Failures, and workers, that are told one by one. */
const MOST = 10;

/** How far a study is, in lines as long as the terminal has columns; only a command to type may be longer, which is not to be cut. @param folder as one types it @param queues what they say of its workers */
export function statusText(status: StudyStatus, folder: string, terminal: Terminal, queues: readonly string[] = []): string[] {
  const { study, trials, done, failed, look, secondsSpent, arms, workers, halving } = status;
  const rows = (...of: Parameters<typeof table>): string[] => table(...of).map((line) => lineFor(terminal, line));
  return [
    ...sentence(terminal, `${study}: ${count(done)} of ${count(trials)} trials done${failed === 0 ? '' : `, ${count(failed)} of them failed`}${look === 1 ? '' : `; look ${look}`}`),
    ...sentence(terminal, `${stateOf(status, folder, queues)}; trials took ${seconds(secondsSpent)}${leftOf(status)}`), ...queues.flatMap((line) => sentence(terminal, line)),
    ...(halving === undefined ? [] : sentence(terminal, halvingText(halving))),
    '', ...rows([{ title: 'arm', isText: true }, { title: 'done' }, { title: 'failed' }, { title: 'running' }, { title: 'waiting' }, { title: 'of' }, ...(halving === undefined ? [] : [{ title: 'stopped', isText: true }])],
      arms.map((arm) => [arm.arm, ...[arm.done, arm.failed, arm.running, arm.waiting, arm.trials].map(count), ...(halving === undefined ? [] : [arm.stopped === undefined ? '' : `round ${arm.stopped}`])])),
    ...(workers.length === 0 ? [] : ['', ...rows([{ title: 'worker', isText: true }, { title: 'for' }, { title: 'on', isText: true }],
      workers.slice(0, MOST).map(({ who, seconds: since, place, trial }) => [who, seconds(since), `${place} (${trial})`])), ...others(workers.length, 'worker', 'workers')]),
    ...failureText(status.failures, terminal),
  ];
}

/** A text broken between words, of which a command in quotation marks is one: who copies it copies all of it. */
function sentence(terminal: Terminal, text: string): string[] {
  const whole = text.replace(/"knotwork [^"]*"/g, (command) => command.replaceAll(' ', '\u00a0'));
  return wrapped(terminal, whole, '  ').map((line) => line.replaceAll('\u00a0', ' '));
}

/** How far rounds are that stop arms. */
function halvingText({ rounds, over, says }: NonNullable<StudyStatus['halving']>): string {
  const now = over === rounds ? 'those that are left are compared' : `round ${over + 1} of ${rounds} goes on`;
  return says === null ? now : `${says}; ${now}`;
}

/** What went wrong, once for each arm and its words. */
export function failureText(failures: StudyStatus['failures'], terminal: Terminal): string[] {
  const groups = new Map<string, StudyStatus['failures'][number][]>();
  for (const failure of failures) {
    const key = JSON.stringify([failure.arm, failure.reason]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key)!.push(failure);
  }
  const lines = [...groups.values()].slice(0, MOST).flatMap((same) => {
    const { place, trial, reason } = same[0]!;
    const more = same.length === 1 ? '' : ` and ${count(same.length - 1)} other${same.length === 2 ? '' : 's'} of this arm`;
    return wrapped(terminal, `${place} (${trial})${more}: ${reason}`, '  ');
  });
  return failures.length === 0 ? [] : ['', 'failed:', ...lines, ...others(groups.size, 'kind', 'kinds')];
}

const count = (n: number): string => n.toLocaleString('en-US');

function others(all: number, one: string, several: string): string[] {
  return all <= MOST ? [] : [`and ${count(all - MOST)} other ${all === MOST + 1 ? one : several}; --json has all`];
}

/** Who does something about it, or what to do. */
function stateOf({ trials, done, isJudged, conductor, workers }: StudyStatus, folder: string, queues: readonly string[]): string {
  const goesOn = `give "knotwork study FILE --out ${folder}" again to go on`;
  if (done === trials && isJudged) return `judged: "knotwork show ${folder}" says what came of it`;
  if (conductor !== null) return `${conductor} conducts it, ${workers.length} at work`;
  if (workers.length > 0) return `nobody conducts it, ${workers.length} at work: ${goesOn}`;
  return queues.length > 0 ? 'nobody works on it at the moment' : `nobody works on it: ${goesOn}`;
}

function leftOf({ trials, done, secondsLeft, workers }: StudyStatus): string {
  if (done === trials || secondsLeft === null) return '';
  return `, about ${seconds(secondsLeft)} left${workers.length === 0 ? ' for one worker' : ''}`;
}
