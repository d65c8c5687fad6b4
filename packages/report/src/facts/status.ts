import type { RunContents, StageOfRun } from '../contents/run-contents.js';

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
    case 'completed': return changeNote(contents);
    case 'stopped': return 'The run was stopped by its time budget, so that nobody can repeat it to the last digit.';
    case 'diverged': return `The run diverged: ${(result?.reason ?? 'no reason was kept').replace(/\.$/, '')}.`;
    case 'imported': return `Imported from ${imported!.file.path.split('/').at(-1)!}, a network of ${imported!.from.kind} (SHA-256 ${imported!.file.sha256.slice(0, 12)}): what it was trained on and how is not known here.${changeNote(contents) === null ? '' : ` ${changeNote(contents)}`}`;
    case 'network': return 'There are the files of a network and none of a run: what it was trained on and how is not known here.';
    case 'unfinished': {
      const done = events.filter(({ event }) => event === 'stage-finished').length;
      return `The run has not finished: it was interrupted or is still going on, last seen ${placeSeen(events)}; ${done === 0 ? 'no stage was' : `${done} ${done === 1 ? 'stage was' : 'stages were'}`} finished. The command that began it goes on.`;
    }
  }
}

/** The part of a run that its last event is of. */
function placeSeen(events: RunContents['events']): string {
  // While widths are chosen a stage is that of a network that is compared, and the run's own stages may be others.
  const choice = events.findLast(({ event }) => event === 'cross-validated' || event === 'widths-chosen');
  if (choice?.event === 'cross-validated') return `in the choice of widths, ${choice.fit ?? '?'} of ${choice.fits ?? '?'} fits done`;
  const last = events.findLast(({ stage }) => stage !== undefined);
  if (last === undefined) return 'before its first stage';
  return `in stage ${last.stage! + 1} of ${last.stages ?? '?'} (${last.kind ?? '?'})${last.step === undefined ? '' : `, step ${last.step}`}${last.member === undefined ? '' : `, member ${last.member}`}`;
}

/** What became of the network after its run; null where that is nothing. */
function changeNote({ result }: Pick<RunContents, 'result'>): string | null {
  if (result?.before === undefined) return null;
  const { before: { run }, stages = [] } = result;
  const changes = stages.map((stage) => changeIn(stage) ?? stage.kind);
  const told = changes.length > MOST_CHANGES ? [changes.length === MOST_CHANGES + 1 ? '1 other change' : `${changes.length - MOST_CHANGES} other changes`, ...changes.slice(-MOST_CHANGES)] : changes;
  return `Made from ${run === null ? 'another network' : `run ${run}`}: ${told.join(', then ')}. All numbers are of this network, over the rows that were kept; how the one before was trained is not told here.`;
}

/** Changes that are told, the last ones. */
const MOST_CHANGES = 3;

/** What a stage did to a single edge; null of others. */
export function changeIn({ edge, f }: StageOfRun): string | null { return edge === undefined || f === undefined ? null : `${f.kind} on the edge of layer ${edge.layer} from ${edge.from} to ${edge.to}`; }
