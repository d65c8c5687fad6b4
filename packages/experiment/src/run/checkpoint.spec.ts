import { describe, expect, test } from '@jest/globals';
import { type Checkpoint, checkpointText as textOf, memberText, placeReached, readCheckpoint as read, readMember, startOf } from './checkpoint.js';
import { plainDigest } from '../host/digest.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const checkpointText = (checkpoint: Checkpoint): string => textOf(checkpoint, plainDigest);
const readCheckpoint = (content: Uint8Array, code: string | null): Checkpoint | string => read(content, code, plainDigest);
const network = { spec: { inputs: [], outputs: [], layers: [] }, parameters: Float64Array.of(0.1, -0, 5e-324, NaN, -Infinity) };
const checkpoint: Checkpoint = {
  ...startOf('commit 1'), network, seconds: 1.25, resumptions: 2,
  finished: [{ report: { kind: 'fit', metrics: { train: { loss: NaN }, test: { loss: Infinity } } }, timing: { kind: 'fit', seconds: 1 } }],
  within: { progress: { rungs: [{ loss: -Infinity, change: null }], network }, done: 'level 12', seconds: 0.25 },
};

test('a checkpoint comes back as it was: also numbers that JSON does not know, on which decisions may hang', () => {
  expect(readCheckpoint(bytes(checkpointText(checkpoint)), 'commit 1')).toEqual(checkpoint);
  expect(readCheckpoint(bytes(checkpointText(startOf('release 1.0.0'))), 'release 1.0.0')).toEqual(startOf('release 1.0.0'));
});

describe('a checkpoint is refused', () => {
  const text = checkpointText(checkpoint);
  const unknown = 'git does not know the source tree of Knotwork, so nobody can tell whether it has changed since the run was interrupted; it starts over';
  test.each([
    ['of other code', text, 'commit 2', 'the code has changed since the run was interrupted; it starts over'],
    ['when nobody can tell the code', text, null, unknown],
    ['when nobody could tell the code', checkpointText(startOf(null)), 'commit 1', unknown],
    ['that is cut off', text.slice(0, -10), 'commit 1', 'checkpoint.json is damaged; the run starts over'],
    ['in which a digit is another', text.replace('"seconds":1.25', '"seconds":1.26'), 'commit 1', 'checkpoint.json is damaged; the run starts over'],
    ['without content', '{"schema":1,"sha256":""}', 'commit 1', 'checkpoint.json is damaged; the run starts over'],
    ['of another schema', text.replace('"schema":1', '"schema":2'), 'commit 1', 'checkpoint.json was written by another version of Knotwork; the run starts over'],
    ['that is no object', 'null', 'commit 1', 'checkpoint.json was written by another version of Knotwork; the run starts over'],
  ])('%s', (_, content, code, reason) => {
    expect(readCheckpoint(bytes(content), code)).toBe(reason);
  });
});

test('the place where a run goes on, in words', () => {
  const kinds = ['fit', 'extend-grid'];
  const [first] = checkpoint.finished;
  const place = (reached: Checkpoint, count = 1): string => placeReached(reached, kinds, count);
  expect(place(startOf(null))).toBe('at the beginning of stage 1/2 fit');
  expect(place({ ...startOf(null), finished: [first!] })).toBe('after stage 1/2 fit');
  expect(place(checkpoint)).toBe('after level 12 of stage 2/2 extend-grid');
  expect(place({ ...startOf(null), finished: [first!, first!] })).toBe('after stage 2/2 extend-grid');
  // Of several members.
  expect(place(startOf(null), 5)).toBe('at the beginning of stage 1/2 fit of member 1/5');
  expect(place({ ...checkpoint, members: ['a', 'b'] }, 5)).toBe('after level 12 of stage 2/2 extend-grid of member 3/5');
  expect(place({ ...startOf(null), members: ['a', 'b', 'c'] }, 3)).toBe('after member 3/3');
});

test('the checkpoint of a member comes back as it was, and only from the bytes that were written', () => {
  const metrics = { train: { loss: 0.5 }, validation: { loss: NaN }, test: { loss: Infinity } };
  const member = { network, status: 'diverged', reason: 'it did', finished: checkpoint.finished, metrics } as const;
  const text = memberText(member);
  const known = plainDigest.sha256(text);
  expect(readMember(bytes(text), known, plainDigest)).toEqual(member);
  expect(readMember(bytes(text.replace('0.5', '0.6')), known, plainDigest)).toBeNull();
  expect(readMember(null, known, plainDigest)).toBeNull();
});
