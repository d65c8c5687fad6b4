import { expect, test } from '@jest/globals';
import type { EdgeCandidates } from './edge-candidates.js';
import { type Choice, Search, type SearchPlan, type Trial, type TrialsMade } from './search.js';

/** An edge with readings that are all near ties, the first one by far the best unless it is said to fit nothing. */
function edge(k: number, readings: number, hasAnswer = true): EdgeCandidates {
  const all = Array.from({ length: readings }, (_, r) => ({ name: `f${r}`, terms: [], constant: 0, nats: 0, candidate: { excessLength: r, complexity: 10 - r, probability: r === 0 ? 0.9 : 0.1 / readings } }));
  const suggestion = { answer: hasAnswer ? all[0]!.candidate : null, misfit: hasAnswer ? 0 : 9, front: [] };
  return { layer: 0, from: k, to: 0, share: 1, readings: all, suggestion } as unknown as EdgeCandidates;
}

/** Looks for choices whose trials are what `judge` says, and says which were tried. */
async function searched(edges: readonly EdgeCandidates[], judge: (choice: Choice) => Partial<Trial>, plan: Partial<SearchPlan> = {}) {
  const tried: string[] = [];
  const kept: TrialsMade[] = [];
  const found = await new Search(edges, {
    trials: 1000, fixed: new Map(), made: [], save: (made) => { kept.push(made); return Promise.resolve(); },
    try: (choice) => { tried.push(choice.map((r) => r ?? '-').join('')); return Promise.resolve({ passes: true, length: 0, isExact: false, ...judge(choice) }); }, ...plan,
  }).run();
  return { ...found, choice: found.choice.map((r) => r ?? '-').join(''), tried, kept };
}
const count = (choice: Choice, what: (r: number | null) => boolean): number => choice.filter(what).length;

test('where all edges at once are exact, nothing more is tried but what is simpler', async () => {
  // Of these readings the later ones are the simpler ones; none of them passes.
  const { tried, choice } = await searched([edge(0, 2), edge(1, 1)], (c) => ({ passes: c[0] !== 1, isExact: c[0] === 0, length: c[0] === 0 ? -100 : 0 }));
  expect([choice, tried]).toEqual(['00', ['--', '00', '10']]);
});

test('edges that no function fits stay where all at once are worse', async () => {
  const { choice, tried } = await searched([edge(0, 2), edge(1, 2, false)], (c) => ({ passes: c[1] === null, length: count(c, (r) => r === null) }));
  expect(choice).toBe('0-');
  expect(tried.slice(0, 3)).toEqual(['--', '00', '0-']);
});

test('an early reading that was wrong is dropped when a later edge shows it', async () => {
  // The best reading of the first edge passes alone and with nothing else; the second one goes with all.
  const ok = (c: Choice): boolean => (c[0] === 0 ? c[1] === null && c[2] === null : c[0] === 1 ? (c[1] ?? 0) === 0 && (c[2] ?? 0) === 0 : c[1] === null && c[2] === null);
  const { choice } = await searched([edge(0, 3), edge(1, 1), edge(2, 1)], (c) => ({ passes: ok(c), length: 10 * count(c, (r) => r === null) + (c[0] === 1 ? 1 : 0) }));
  expect(choice).toBe('100');
});

test('a swap that describes the rows in less is taken, and one that is worse is not', async () => {
  const { choice } = await searched([edge(0, 3), edge(1, 3)], (c) => ({ passes: c[0] !== 2, length: c[0] === 1 && c[1] === 2 ? -10 : c[1] === 2 ? -5 : c[0] === 2 ? -50 : 0 }));
  expect(choice).toBe('12');
});

test('what is more far-fetched than what the curve itself says must be better by more than rounding may make it', async () => {
  const far = (k: number): EdgeCandidates => { const one = edge(k, 2); (one.readings[1]!.candidate as { complexity: number }).complexity = 12; return one; };
  const gain = async (nats: number, of: EdgeCandidates): Promise<string> => (await searched([of], (c) => ({ length: c[0] === null ? 100 : c[0] === 1 ? -nats : 0 }))).choice;
  expect([await gain(0.9, far(0)), await gain(1.1, far(0)), await gain(0.1, edge(0, 2))]).toEqual(['0', '1', '1']);
});

/** A chain of two edges: the first one has two readings of its own and two of the whole, the next one is a line in its last. */
function chain(): EdgeCandidates[] {
  const next = edge(1, 2);
  return [{ ...edge(0, 4), straight: { first: 2, next: 1 } }, { ...next, readings: next.readings.map((reading, r) => (r === 1 ? { ...reading, name: 'linear' } : reading)) }];
}

test('a chain of two edges becomes one function and a line where that is shorter, and then another function of the whole', async () => {
  const { choice, tried } = await searched(chain(), (c) => ({ length: c[0] === 3 && c[1] === 1 ? -20 : c[0] === 2 && c[1] === 1 ? -10 : 0 }));
  expect(choice).toBe('31');
  expect(tried).toContain('21');
  // Of its own curve it stays as it is: a reading of the whole is none where the next edge is no line.
  const own = await searched(chain(), (c) => ({ passes: c[1] !== 1 }));
  expect(own.choice[1]).toBe('0');
  expect(own.tried.every((c) => !/^[23]0/.test(c))).toBe(true);
});

test('edges that are far-fetched by themselves are read as the simplest that is like them, all at once', async () => {
  const bent = [edge(0, 2), edge(1, 2)];
  for (const { readings } of bent) readings.forEach(({ candidate }, r) => { (candidate as { r2: number }).r2 = r === 0 ? 1 : 0.9; });
  const { choice } = await searched(bent, (c) => ({ length: count(c, (r) => r === 1) === 2 ? -10 : count(c, (r) => r === 1) === 1 ? 50 : 0 }));
  expect(choice).toBe('11');
});

test('one edge alone becomes the simplest that is nearly its curve, however sure the curve is of something else', async () => {
  const sure = [edge(0, 3), edge(1, 3)];
  for (const { readings } of sure) readings.forEach(({ candidate }, r) => { Object.assign(candidate, { r2: r === 2 ? 0.999 : 1, excessLength: r === 2 ? 500 : r }); });
  // Both at once are worse, so that plainer choices of all edges do not come to it.
  const { choice } = await searched(sure, (c) => ({ length: c[0] === 0 && c[1] === 2 ? -10 : count(c, (r) => r !== 0) > 0 ? 50 : 0 }));
  expect(choice).toBe('02');
});

test('what is fixed stays, and edges without a reading do', async () => {
  const { choice, tried } = await searched([edge(0, 3), edge(1, 3), { ...edge(2, 0, false), suggestion: null }, edge(3, 1)], () => ({}), { fixed: new Map([[0, 2], [1, null]]) });
  expect(choice).toBe('2--0');
  expect(tried[0]).toBe('2---');
});

test('no more is tried than allowed, and the best so far is the answer', async () => {
  const { tried, isOver, choice } = await searched([edge(0, 3), edge(1, 3)], (c) => ({ passes: c.includes(null), length: count(c, (r) => r === null) }), { trials: 4 });
  expect([tried.length, isOver]).toEqual([4, true]);
  expect(choice.includes('-')).toBe(true);
});

test('a search that goes on from what was tried comes to the same, and tries nothing again', async () => {
  const judge = (c: Choice): Partial<Trial> => ({ passes: !(c[0] === 0 && c[1] === 0), length: 7 * count(c, (r) => r === null) - (c[0] ?? 0) - (c[1] ?? 0) });
  const whole = await searched([edge(0, 3), edge(1, 3), edge(2, 2)], judge);
  for (const after of [1, 5, whole.tried.length - 1]) {
    const next = await searched([edge(0, 3), edge(1, 3), edge(2, 2)], judge, { made: JSON.parse(JSON.stringify(whole.kept[after - 1])) as TrialsMade });
    expect([next.choice, next.trials]).toEqual([whole.choice, whole.trials]);
    expect(next.tried).toEqual(whole.tried.slice(after));
  }
});
