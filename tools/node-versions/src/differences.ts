/** Last bits of Math's functions differ between versions, and training adds them up: 1e-9 at most was seen. A fault shows in the first digits. */
const TOLERANCE = 1e-6;

/** Where two values of JSON differ: numbers by more than 1e-6 of themselves, anything else at all. */
export function differences(ours: unknown, theirs: unknown, path = ''): string[] {
  if (typeof ours === 'number' && typeof theirs === 'number') {
    return Math.abs(ours - theirs) <= TOLERANCE * Math.max(Math.abs(ours), Math.abs(theirs)) ? [] : [`${path} is ${theirs}, not ${ours}`];
  }
  if (isRecord(ours) && isRecord(theirs)) {
    return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].flatMap((key) => differences(ours[key], theirs[key], path === '' ? key : `${path}.${key}`));
  }
  return ours === theirs ? [] : [`${path} is ${JSON.stringify(theirs)}, not ${JSON.stringify(ours)}`];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
