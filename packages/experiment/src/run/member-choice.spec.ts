import { describe, expect, test } from '@jest/globals';
import { type Candidate, chooseMembers } from './member-choice.js';

/** A member by its losses, and the criteria that its stages report. */
const member = (validation: number, criteria: readonly (number | undefined)[] = [undefined], more: Partial<Candidate> = {}): Candidate => ({
  status: 'completed', metrics: { train: { loss: 100 - validation }, validation: { loss: validation }, test: { loss: 7 } },
  reports: criteria.map((criterion) => ({ kind: 'fit', ...(criterion === undefined ? {} : { criterion }) })), ...more,
});
const diverged = (loss: number): Candidate => member(loss, [], { status: 'diverged' });

describe('members are compared', () => {
  test('by validation loss, where there are validation rows, and no stage reports a criterion', () => {
    expect(chooseMembers([member(1.1), member(1), member(2)], true)).toEqual({ chosenBy: 'validation', criteria: [1.1, 1, 2], isLeftOut: [false, false, true], best: 1 });
  });

  test('by training loss, where there are none', () => {
    expect(chooseMembers([member(1), member(60), member(50)], false)).toEqual({ chosenBy: 'training', criteria: [99, 40, 50], isLeftOut: [true, false, true], best: 1 });
  });

  test('by the criterion of the last stage that reports one', () => {
    const choice = chooseMembers([member(1, [9, 4, undefined]), member(2, [1, 3, undefined]), member(3, [1, 5, undefined])], true);
    expect(choice).toEqual({ chosenBy: 'stage', criteria: [4, 3, 5], isLeftOut: [true, false, true], best: 1 });
  });

  test('by a criterion only where it is there for all: one of another stage cannot be compared', () => {
    expect(chooseMembers([member(1, [1, 4]), member(2, [1])], true)).toMatchObject({ chosenBy: 'validation', criteria: [1, 2] });
    expect(chooseMembers([member(1, [1, undefined]), member(2, [1, 1])], true)).toMatchObject({ chosenBy: 'validation' });
    // What has diverged is not asked.
    expect(chooseMembers([diverged(1), member(2, [5])], true)).toEqual({ chosenBy: 'stage', criteria: [null, 5], isLeftOut: [true, false], best: 1 });
  });
});

describe('a member is left out', () => {
  test('above 1.2 times the best, and not at it', () => {
    expect(chooseMembers([member(10), member(12), member(12.001)], true).isLeftOut).toEqual([false, false, true]);
    expect(chooseMembers([member(1e-20), member(3e-20)], true).isLeftOut).toEqual([false, true]);
  });

  test('also where the loss is negative, and never the best', () => {
    expect(chooseMembers([member(-10), member(-8), member(-7)], true)).toMatchObject({ isLeftOut: [false, false, true], best: 0 });
    expect(chooseMembers([member(0), member(0), member(1e-300)], true)).toMatchObject({ isLeftOut: [false, false, true], best: 0 });
  });

  test('when it diverged, whatever its loss, or when its criterion is no number', () => {
    expect(chooseMembers([diverged(0.1), member(NaN), member(1), member(Infinity)], true))
      .toEqual({ chosenBy: 'validation', criteria: [null, NaN, 1, Infinity], isLeftOut: [true, true, false, true], best: 2 });
  });

  test('unless nothing can be compared', () => {
    expect(chooseMembers([diverged(1), diverged(0.5)], true)).toEqual({ chosenBy: 'validation', criteria: [null, null], isLeftOut: [false, false], best: 0 });
    expect(chooseMembers([member(NaN), member(NaN)], true)).toMatchObject({ isLeftOut: [false, false], best: 0 });
  });
});

test('the first of several that are equally good is the best', () => {
  expect(chooseMembers([member(2), member(1), member(1)], true).best).toBe(1);
});
