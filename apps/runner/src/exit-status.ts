import type { ErrorCode } from '@knotwork/plugin';

/** Exit statuses of the command. */
export const EXIT = { done: 0, numerical: 1, usage: 2, environment: 3, defect: 70, busy: 75, interrupted: 130, terminated: 143 } as const;

const ofCode: Readonly<Record<ErrorCode, number>> = {
  input: EXIT.usage, plugin: EXIT.usage, capability: EXIT.usage, numerical: EXIT.numerical, environment: EXIT.environment, busy: EXIT.busy, internal: EXIT.defect,
};

export const exitStatusOf = (code: ErrorCode): number => ofCode[code];
