/** What is not looked at: fenced blocks and code between backticks. What is: the target of a link or an image. */
const PARTS = /(^ *(`{3,}|~{3,}).*\n[^]*?^ *\2[`~]*[ \t]*$)|(`+)(?!`)[^]*?(?<!`)\3(?!`)|\]\(([^()\s]+)([^()]*)\)/gm;

/**
 * Gives every link of a page in Markdown another target.
 *
 * @param rewrite of a target as it is written, without `#` and what follows; what is empty leads to the page itself and is not asked for
 */
export function rewriteLinks(text: string, rewrite: (target: string) => string): string {
  return text.replace(PARTS, (whole: string, _block, _fence, _ticks, target: string | undefined, rest: string) => {
    if (target === undefined || /^([a-z]+:|#)/i.test(target)) return whole;
    const [path, anchor] = target.split(/(?=#)/) as [string, string?];
    return `](${rewrite(path)}${anchor ?? ''}${rest})`;
  });
}
