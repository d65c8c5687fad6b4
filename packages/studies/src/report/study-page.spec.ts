import { expect, test } from '@jest/globals';
import { HALVED } from '../fixtures/halved.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { collectedOf, recordOf } from '../fixtures/record.js';
import type { StudyFigure } from '../figures/study-figure.js';
import type { StudyRecord } from '../run/study-record.js';
import { type Verdict, verdictOf } from '../verdict/verdict.js';
import { type ReportedStudy, studyPage } from './study-page.js';
import { headlineOf, verdictWords } from './verdict-words.js';

const HOSTILE = `"><script>alert(1)</script> & <img src=x onerror='alert(2)'>`;
const figure = (name: string, set: string | null = null): StudyFigure => ({ name, set, title: `Title of ${name}`, caption: 'Caption', draw: (alone) => `<svg id="${name}" class="${alone ? 'alone' : 'kw'}"/>`, vegaLite: {} });

async function reported(study: string, losses: (arm: string, seed: number) => number | null, changes: Partial<StudyRecord> = {}, more: Partial<ReportedStudy> = {}): Promise<ReportedStudy & { readonly verdict: Verdict }> {
  const plan = await planned(study);
  const record = recordOf(plan, changes);
  const collected = collectedOf(plan, ({ arm, seed }) => losses(arm, seed));
  const facts = collected.results.map(({ trial, loss, validationLoss, parameters }) => ({ trial, validationLoss, parameters, seconds: 2, rungs: [], reason: loss === null ? HOSTILE : null }));
  return { record, verdict: verdictOf(record, collected), facts, figures: [figure('forest'), figure('convergence', 'data'), figure('pareto-seconds', 'data')], data: { data: { 'rows.csv': 'abc123' } }, place: "studies/it's here", ...more };
}

/** Names of elements of a page in order, closed as XML wants it. @throws Error where one is not */
function elementsOf(page: string): string[] {
  const [open, names]: [string[], string[]] = [[], []];
  const text = page.replace(/^<!doctype html>\n/, '');
  expect(text.replace(/<\/?[a-z][a-z0-9]*( [\w:-]+="[^"<]*")*\/?>/g, '')).not.toMatch(/[<>]/);
  for (const [, end, name, alone] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)(?: [\w:-]+="[^"<]*")*(\/?)>/g)) {
    if (end === '/') { if (open.pop() !== name) throw new Error(`${name} is closed and was not opened`); continue; }
    names.push(name!);
    if (alone === '') open.push(name!);
  }
  if (open.length > 0) throw new Error(`${open.join()} stay open`);
  return names;
}
const headings = (page: string): string[] => [...page.matchAll(/<h2 id="[^"]*">([^<]*)<\/h2>/g)].map(([, title]) => title!);

test('a page has the question, what came of it, figures, and how to repeat it, and nothing of others in it', async () => {
  const study = await reported(STUDY, (arm, seed) => (arm === 'chebyshev' ? 0.1 : 0.2) * seed, { base: { file: 'tiny.yaml', folder: '/', text: `name: ${HOSTILE}` } });
  const page = studyPage(study);
  const elements = elementsOf(page);
  expect(headings(page)).toEqual(['The question', 'Arms', 'Better on these data sets', 'Better on data sets like these', 'How the arms learned', 'What it costs', 'How to repeat it']);
  expect(elements).not.toContain('script');
  expect(elements).not.toContain('img');
  expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"');
  expect(page).toContain('<h1>tiny-study</h1>');
  expect(page).toContain('<strong>A difference is shown.</strong>');
  expect(page).toContain('<li>chebyshev / b-spline: better, ratio 0.5 [0.5, 0.5], p 0.0313.</li>');
  expect(page).toContain('2 arms × 6 seeds = 12 trials');
  expect(page).toContain('trials took 24 s');
  expect(page).toContain('<tr class="marked"><th scope="row">b-spline</th>');
  expect(page).toContain('knotwork study FILE --out &#39;studies/it&#39;\\&#39;&#39;s here&#39;');
  expect(page).toContain('knotwork run tiny.yaml network.basis=b-spline seed=1</code>');
  expect(page).toContain('<td>rows.csv</td><td><code>abc123</code></td>');
  for (const name of ['forest', 'convergence', 'pareto-seconds']) expect(page).toContain(`<svg id="${name}" class="kw"/>`);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const labels = [...page.matchAll(/ aria-label="([^"]*)"/g)].map(([, label]) => label);
  expect(new Set(labels).size).toBe(labels.length);
});

test('failures are told with their words, whatever these are; of many the first', async () => {
  const study = await reported(STUDY.replace('1..6', '1..60'), (arm, seed) => (arm === 'chebyshev' ? null : seed));
  const page = studyPage(study);
  expect(elementsOf(page)).not.toContain('script');
  expect(headings(page)).toContain('Failures');
  expect(page).toContain('judged, with failures');
  expect(page).toContain('<li>chebyshev / b-spline: worse, ratio ∞ [∞, ∞], p ');
  expect(page.match(/&lt;script&gt;alert\(1\)/g)).toHaveLength(50);
  expect(page).toContain('And 10 others.');
});

test('looks, notes and many data sets have their place', async () => {
  const sets = STUDY.replace('seeds', `sets: { ${[1, 2, 3, 4, 5, 6, 7].map((k) => `s${k}: { dataset.expression: ${k} * x1 }`).join(', ')} }\nseeds`);
  const plan = await planned(sets);
  const [look] = recordOf(plan).looks;
  const study = await reported(sets, (arm, seed) => (arm === 'chebyshev' ? 0.1 : 0.2) * seed, { looks: [{ ...look!, registered: 'first', seeds: 3, isJudged: true }, look!] }, { figures: [figure('convergence-s1', 's1'), figure('critical-differences')] });
  const page = studyPage(study);
  elementsOf(page);
  expect(page).toContain('look 2');
  expect(page).toContain('Look 2: the study was judged before');
  expect(page).toContain('Of 7 data sets the first 1 are drawn.');
  expect(page).toContain('<svg id="critical-differences" class="kw"/>');
  expect(page).toContain('7 data sets');
});

test('what came of it is told in a sentence, and each comparison in one', async () => {
  const three = STUDY.replace('chebyshev]', 'chebyshev, fourier]').replace('1..6', '1..9');
  const { verdict } = await reported(three, (arm, seed) => (arm === 'chebyshev' ? 0.1 : arm === 'fourier' ? 0.2 + 0.001 * (-1) ** seed : 0.2) * seed);
  expect(headlineOf(verdict)).toBe('1 of 2 comparisons show a difference.');
  expect(verdictWords(verdict)).toEqual([expect.stringMatching(/^chebyshev \/ b-spline: better, ratio 0\.5 \[0\.5, 0\.5\], p 0\.0078\d\.$/), expect.stringMatching(/^fourier \/ b-spline: not shown, ratio 1 \[0\.995, 1\.01\], p 0\.16\.$/)]);
  const same = await reported(three, (_, seed) => seed);
  expect(headlineOf(same.verdict)).toBe('None of 2 comparisons shows a difference.');
  expect(headlineOf((await reported(STUDY, (_, seed) => seed)).verdict)).toBe('No difference is shown.');
  const sets = STUDY.replace('seeds', `sets: { ${[1, 2, 3, 4, 5, 6].map((k) => `s${k}: { dataset.expression: ${k} * x1 }`).join(', ')} }\nseeds`);
  const { verdict: many } = await reported(sets, (arm, seed) => (arm === 'chebyshev' ? 0.1 : 0.2) * seed);
  expect(verdictWords(many)).toEqual(['chebyshev / b-spline: better on all 6 data sets. On data sets like these: better, ratio 0.5 [0.5, 0.5], p 0.0313.']);
  expect(headlineOf(many)).toBe('A difference is shown.');
});

test('of a study that stops arms the page says who was stopped and by what, and failures of rounds are among the failures', async () => {
  const study = await reported(HALVED, (arm, seed) => (seed > 100 ? Number(arm.split('=')[1]) : seed));
  const [trial] = study.record.plan.trials;
  const page = studyPage({ ...study, facts: [...study.facts, { trial: trial!, validationLoss: null, parameters: null, seconds: 5, rungs: [], reason: 'it diverged' }] });
  elementsOf(page);
  expect(headings(page)).toEqual(['The question', 'Arms', 'Who was stopped', 'Better on these data sets', 'Better on data sets like these', 'How the arms learned', 'What it costs', 'Failures', 'How to repeat it']);
  expect(page).toContain('5 arms, stopped in 2 rounds: 4 × 2 seeds + 2 × 1 seed + 2 × 8 seeds = 26 trials.');
  expect(page).toContain('Arms are stopped by their mean rank of rmse on validation rows, until 1 of 4 are left; intervals=3 is never stopped, and in no round.');
  expect(page).toContain('intervals=2, seed 101, round 1');
  expect(page).toContain('study of 16 trials, 1 more that stopped arms');
});
