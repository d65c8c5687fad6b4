import type { RunContents } from '../contents/run-contents.js';

/** How far a run has come: `imported` where another program trained the network, `network` where there is nothing but two files of one. */
export type StateOfRun = 'completed' | 'stopped' | 'diverged' | 'unfinished' | 'imported' | 'network';

export function stateOf({ record, imported, result }: Pick<RunContents, 'record' | 'imported' | 'result'>): StateOfRun {
  if (record === null && imported !== null) return 'imported';
  if (result === null) return record === null ? 'network' : 'unfinished';
  const { status } = result;
  return status === 'diverged' || status === 'stopped' || status === 'completed' ? status : 'unfinished';
}

/** What a run or a network is called; null where it has no name. */
export const nameIn = ({ record, imported }: Pick<RunContents, 'record' | 'imported'>): string | null => record?.experiment?.name ?? imported?.name ?? null;

/** What should be known about the end of a run, or about its not having one; null where it is as it should be. */
export function statusNote(contents: RunContents): string | null {
  const { result, events, imported } = contents;
  switch (stateOf(contents)) {
    case 'completed': return null;
    case 'stopped': return 'The run was stopped by its time budget, so that nobody can repeat it to the last digit.';
    case 'diverged': return `The run diverged: ${(result?.reason ?? 'no reason was kept').replace(/\.$/, '')}.`;
    case 'imported': return `Imported from ${imported!.file.path.split('/').at(-1)!}, a network of ${imported!.from.kind} (SHA-256 ${imported!.file.sha256.slice(0, 12)}): what it was trained on and how is not known here.`;
    case 'network': return 'There are the files of a network and none of a run: what it was trained on and how is not known here.';
    case 'unfinished': {
      const last = events.findLast(({ stage }) => stage !== undefined);
      const done = events.filter(({ event }) => event === 'stage-finished').length;
      const where = last === undefined ? 'before its first stage'
        : `in stage ${last.stage! + 1} of ${last.stages ?? '?'} (${last.kind ?? '?'})${last.step === undefined ? '' : `, step ${last.step}`}${last.member === undefined ? '' : `, member ${last.member}`}`;
      return `The run has not finished: it was interrupted or is still going on, last seen ${where}; ${done === 0 ? 'no stage was' : `${done} ${done === 1 ? 'stage was' : 'stages were'}`} finished. The command that began it goes on.`;
    }
  }
}
