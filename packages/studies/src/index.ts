export { defineDesign, type DesignDefinition, type DesignedArm, designs, type DesignSpace } from './designs/index.js';
export { isStudy, readStudy, type StudyFile } from './file/read-study.js';
export { type BaseExperiment, planStudy, reachOf, studyCatalog } from './plan/plan-study.js';
export type { PlannedArm, PlannedComparison, PlannedSet, PlannedTrial, PrimaryMetric, StudyPlan } from './plan/study-plan.js';
