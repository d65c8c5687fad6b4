import { filesUnder } from './files-under.js';
import { deadLinks } from './dead-links.js';
import { loadsFromElsewhere } from './loads-from-elsewhere.js';
import { searchFaults } from './search-faults.js';

/** Bytes that the site may have. */
const MOST_BYTES = 80e6;

/**
 * Checks a site that was built.
 *
 * @param site its folder
 * @param tool folder in which the library of the search is installed
 * @param base of its addresses
 * @param say is told one line for each check
 */
export async function checkSite(site: string, tool: string, base: string, say: (line: string) => void): Promise<{ readonly passed: number; readonly failed: number }> {
  const files = filesUnder(site);
  const bytes = [...files.values()].reduce((sum, { size }) => sum + size, 0);
  const links = deadLinks(files, base);
  const loads = loadsFromElsewhere(files);
  const search = await searchFaults(files, tool, base);
  const checks: readonly (readonly [string, readonly string[]])[] = [
    [`${links.links} links lead to a page and a heading that are there`, links.dead],
    [`nothing is loaded from elsewhere, of ${loads.looked} files`, loads.found],
    [`the search finds ${search.asked} first`, search.faults],
    [`${(bytes / 1e6).toFixed(1)} MB in ${files.size} files, and ${MOST_BYTES / 1e6} MB may be`, bytes > MOST_BYTES ? [`${(bytes / 1e6).toFixed(1)} MB`] : []],
  ];
  let failed = 0;
  for (const [what, faults] of checks) {
    if (faults.length > 0) failed += 1;
    say(`${faults.length === 0 ? 'passed' : 'FAILED'}: ${what}${faults.slice(0, 30).map((fault) => `\n  ${fault}`).join('')}${faults.length > 30 ? `\n  and ${faults.length - 30} more` : ''}`);
  }
  return { passed: checks.length - failed, failed };
}
