// What shows a study, apart from what runs it: pictures and pages, which are loaded late.
export type { StudyFigure } from './figures/study-figure.js';
export { studyFigures } from './figures/study-figures.js';
export { collectFacts, type TrialFacts } from './figures/trial-facts.js';
export { type ReportedStudy, studyPage } from './report/study-page.js';
