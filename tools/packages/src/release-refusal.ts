/**
 * Why a version cannot be given now, in words; `undefined` where it can.
 *
 * @param changes what git says of files that are not committed
 * @param changelog the text of CHANGELOG.md, which is written by hand and must have a section for the version
 */
export function refusal(version: string, changes: string, changelog: string): string | undefined {
  if (!/^\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?$/.test(version)) return `"${version}" is no version. Say one, such as npm run release -- 1.2.3 or 1.2.3-rc.1.`;
  if (changes.trim() !== '') return `Commit or take back what is not committed:\n${changes.trimEnd()}`;
  if (!changelog.split('\n').some((line) => line === `## ${version}`)) return `CHANGELOG.md has no section "## ${version}". Write what changed for users.`;
  return undefined;
}
