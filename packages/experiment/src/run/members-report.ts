import type { FinishedMember } from './checkpoint.js';
import type { MemberChoice } from './member-choice.js';
import type { MembersReport, Verdict } from './run-result.js';

/** What result.json says of the members of a run. */
export function membersReport(members: readonly FinishedMember[], { best, chosenBy, criteria, isLeftOut }: MemberChoice): MembersReport {
  return {
    one: { member: best + 1, chosenBy },
    all: members.map(({ status, reason, metrics, finished }, k) => ({
      status, ...(reason === undefined ? {} : { reason }), metrics, criterion: criteria[k]!, isLeftOut: isLeftOut[k]!, stages: finished.map(({ report }) => report),
    })),
  };
}

/** How a run of several networks ended: it diverged where all did, and cannot be repeated where a time budget ended a member. */
export function verdictOf(members: readonly Pick<FinishedMember, 'status' | 'reason'>[]): Verdict {
  if (members.some(({ status }) => status === 'stopped')) return { status: 'stopped' };
  if (members.some(({ status }) => status === 'completed')) return { status: 'completed' };
  return { status: 'diverged', reason: `all of its ${members.length} members; of the first: ${members[0]!.reason ?? ''}` };
}
