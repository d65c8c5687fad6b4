import { DamagedArrays, type NamedArrays, readNpz } from '@knotwork/arrays';
import { FILES } from '@knotwork/experiment';
import { brokenFile, importRecord, type ImportRecord, readObject, type ReadFile } from '@knotwork/model';
import * as z from '@knotwork/plugin/zod';
import type { EventOfRun, NetworkOfRun, RecordOfRun, ResultOfRun, RunContents, TimingOfRun } from './run-contents.js';
import { eventShape, recordShape, resultShape, timingShape } from './shapes.js';
import { noRun } from '../errors.js';

/**
 * Reads what the folder of a run says without any plugin. What a run is known by must be whole; what is there besides is left out where it is damaged, and told.
 *
 * @param place what messages call the run
 * @throws KnotworkError `input` where there is no run, and where run.json, result.json or network.json is damaged
 */
export function readContents(read: ReadFile, place: string): RunContents {
  const notes: string[] = [];
  const besides = <T>(file: string, reading: () => T): T | null => {
    try { return reading(); } catch (error) {
      notes.push(`${file} is damaged and left out: it ${error instanceof DamagedArrays ? error.message : 'is not what was written'}`);
      return null;
    }
  };
  const record = readObject(read, FILES.run, place, recordShape);
  const result = readObject(read, FILES.result, place, resultShape);
  const about = readObject(read, FILES.network, place, z.looseObject({}));
  if (record === null && about === null) throw noRun(place);
  const text = (file: string): string | null => { const bytes = read(file); return bytes === null ? null : new TextDecoder().decode(bytes); };
  return {
    place, record: record as RecordOfRun | null, imported: record === null ? readObject(read, FILES.imported, place, importRecord) as ImportRecord | null : null, result: result as ResultOfRun | null, network: about === null ? null : networkOf(about, place),
    timing: besides(FILES.timing, () => timingShape.nullable().parse(JSON.parse(text(FILES.timing) ?? 'null')) as TimingOfRun | null),
    events: besides(FILES.metrics, () => eventsOf(text(FILES.metrics) ?? '')) ?? [],
    evaluation: besides(FILES.evaluation, () => arrays(read(FILES.evaluation))),
    picture: text(FILES.picture), solution: text(FILES.solution), notes,
  };
}

/** Events in order; a last line that a crash cut off is left out. */
const eventsOf = (text: string): EventOfRun[] => text.split('\n').slice(0, -1).map((line) => eventShape.parse(JSON.parse(line)) as EventOfRun);

const arrays = (bytes: Uint8Array | null): NamedArrays | null => (bytes === null ? null : readNpz(bytes));

interface About {
  readonly task: string;
  readonly classes: readonly string[];
  readonly inputs: readonly { readonly name: string }[];
  readonly outputs: readonly { readonly name: string }[];
  readonly layers: readonly { readonly inputs: number; readonly outputs: number; readonly terms: readonly { readonly basis: { readonly kind: string } }[] }[];
}

function networkOf(about: Readonly<Record<string, unknown>>, place: string): NetworkOfRun {
  try {
    const { task, classes, inputs, outputs, layers } = about as unknown as About;
    return {
      task, classes: [...classes], inputs: inputs.map(({ name }) => name), outputs: outputs.map(({ name }) => name),
      bases: [...new Set(layers.flatMap(({ terms }) => terms.map(({ basis }) => basis.kind)))], widths: [inputs.length, ...layers.map((layer) => layer.outputs)],
    };
  } catch { throw brokenFile(place, FILES.network, 'does not describe a network'); }
}
