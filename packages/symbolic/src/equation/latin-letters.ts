/** Letters that are Latin ones with something to them, and have no parts of their own. */
const SINGLE: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', å: 'a', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', є: 'ye', і: 'i', ґ: 'g', ђ: 'dj', ј: 'j', љ: 'lj', њ: 'nj', ћ: 'c', џ: 'dz', ў: 'u' };
/** From alpha to omega, with the sigma at the end of a word before the other one. */
const GREEK_NAMES = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega'.split(' ');
const GREEK = 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'.split(' ');
/** From a to ya; the two signs are no letters. */
const CYRILLIC = 'a,b,v,g,d,e,zh,z,i,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,y,,e,yu,ya'.split(',');
/** Letters side by side that are symbols, each with its name; more are a word. */
const MOST_SYMBOLS = 2;

/**
 * A name in Latin letters, as far as it is in letters that have Latin ones: symbols of Greek letters by their names (lambda, Delta t), words of Greek and Cyrillic letters by their sounds. Marks over letters go. Other letters stay.
 */
export function latinLetters(name: string): string {
  const isLetter = (c: string | undefined): boolean => c !== undefined && /\p{L}/u.test(c);
  return name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[Α-Ωα-ω]+/g, (run, at: number, whole: string) => {
    if (run.length > MOST_SYMBOLS) return lettersOf(run, 'α', GREEK);
    return `${isLetter(whole[at - 1]) ? ' ' : ''}${Array.from(run, (c) => lettersOf(c, 'α', GREEK_NAMES)).join(' ')}${isLetter(whole[at + run.length]) ? ' ' : ''}`;
  }).replace(/[А-я]+/g, (run) => lettersOf(run, 'а', CYRILLIC)).replace(/\p{L}/gu, (c) => inCaseOf(c, SINGLE[c.toLowerCase()] ?? c.toLowerCase()));
}

/** @param first letter of the alphabet, in lower case */
const lettersOf = (run: string, first: string, alphabet: readonly string[]): string => Array.from(run, (c) => inCaseOf(c, alphabet[c.toLowerCase().charCodeAt(0) - first.charCodeAt(0)]!)).join('');
const inCaseOf = (c: string, letters: string): string => (c === c.toLowerCase() ? letters : letters.slice(0, 1).toUpperCase() + letters.slice(1));
