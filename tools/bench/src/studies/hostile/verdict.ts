import type { Answer } from './command-worker.js';

/** Seconds of work that a refusal may take. */
const MOST_SECONDS = 2;
const LONGEST_MESSAGE = 2200;

// What only a defect says, or what is no message for people.
const DEFECTS = /defect of Knotwork|\[object |\bundefined\b|is not a function|Cannot (read|set|convert)|Invalid (typed )?array length|Maximum call stack|RangeError|TypeError|Report it to the plugin's author|breaks its contract|^ +at |node:internal|used against its contract|BigInt/m;
/** A place: a line, a key of the file, an override, or one of the files. */
const PLACE = /line \d+|e\.yaml|rows\.\w+|\.csv|override|\b(knotwork|name|preset|seed|streams|plugins|engine|datasets?|standardizeTargets|network|members|stages)\b/;
// eslint-disable-next-line no-control-regex
const STRANGE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/;

/**
 * What is wrong with how a command line that checks a file ended; null where nothing is. It may be refused, with status 2, one message and nothing else, or
 * accepted, where the damage makes no difference.
 */
export function verdict(answer: Answer | string): string | null {
  if (typeof answer === 'string') return answer;
  const { status, stdout, stderr, seconds, written } = answer;
  if (written.length > 0) return `wrote ${written.slice(0, 3).join(', ')}`;
  if (seconds > MOST_SECONDS) return `took ${seconds.toFixed(1)} s`;
  if (STRANGE.test(stderr)) return 'its message has signs that a terminal obeys';
  if (DEFECTS.test(stderr)) return `says "${DEFECTS.exec(stderr)![0].trim()}"`;
  if (status === 0) return /^(note: [^\n]+\n)*$/.test(stderr) ? null : 'was accepted and says more than notes';
  if (status !== 2) return `ended with status ${status}`;
  if (stdout !== '') return 'was refused and wrote to standard output';
  if (!/^knotwork: [^\n]+\n$/.test(stderr)) return 'was refused without one message of one line';
  if (stderr.length > LONGEST_MESSAGE) return `has a message of ${stderr.length} characters`;
  return PLACE.test(stderr.slice('knotwork: '.length)) ? null : 'its message names no place';
}

/** The same of a run of a file that was accepted, which may have been told to stop. */
export function verdictOfRun({ status, stderr }: Pick<Answer, 'status' | 'stderr'>, seconds: number, most: number): string | null {
  if (seconds > most) return `ended ${seconds.toFixed(1)} s after it was told to stop`;
  if (DEFECTS.test(stderr)) return `says "${DEFECTS.exec(stderr)![0].trim()}"`;
  if (![0, 1, 130].includes(status)) return `was valid, and its run ended with status ${status}`;
  return /^(knotwork: [^\n]+\n)?$/.test(stderr) ? null : 'says more than one message';
}
