/** What a command line says of a path of the experiment: several values, or one. */
interface Said { readonly path: string; readonly text: string; readonly parts: readonly string[] | null }

/** Characters that the name of a study may have. */
const LONGEST = 100;

/**
 * What a study of an experiment is called: the experiment, what is varied and what is set, so that another command is another study. Seeds and levels are not in it, since more of them extend one.
 *
 * @returns in kebab-case
 */
export function studyName(experiment: string, said: readonly Said[]): string {
  const last = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
  const set = said.filter(({ path }) => path !== 'seed');
  const words = set.map(({ path, parts, text }) => {
    const key = set.some((other) => other.path !== path && last(other.path) === last(path)) ? path : last(path);
    return parts === null ? `${key}-${text}` : key;
  });
  return [experiment, ...words].join('-').replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, LONGEST).replace(/^-|-$/g, '');
}
