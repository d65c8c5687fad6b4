import { type AllNumbers, type SetOfPoints, type Task } from '@knotwork/engine-core';
import { Evaluation, findNotFinite, momentsOfInputs, ReferenceData } from '@knotwork/engine-reference';
import { fold } from '@knotwork/network';
import type { Samples } from '@knotwork/plugin';
import type { Moments, Value } from '@knotwork/plugin/engine';

/** What is asked once a round, or when something went wrong: in plain loops and double precision. */
export interface HostEvaluation {
  moments(numbers: AllNumbers, inputs: Samples, layer: number): Moments;
  /** Edge at which the first number that is not finite comes up; null where none does in double precision. */
  trouble(numbers: AllNumbers, sets: readonly SetOfPoints[]): NonNullable<Value['place']> | null;
}

const made = new WeakMap<Task, HostEvaluation>();

/** Made when it is asked for, once per program. */
export function hostEvaluation(task: Task): HostEvaluation {
  const known = made.get(task) ?? evaluationOf(task);
  made.set(task, known);
  return known;
}

function evaluationOf(task: Task): HostEvaluation {
  const evaluation = new Evaluation(task);
  return {
    moments: ({ parameters }, inputs, layer) => momentsOfInputs(evaluation, parameters, inputs, layer),
    trouble: ({ parameters }, sets) => findNotFinite(evaluation, parameters, fold(task.structure, parameters), ReferenceData.copyOf(sets)),
  };
}
