/** What this process runs on, as far as it may decide single bits of a result. */
export function host(): Readonly<Record<string, string>> {
  return { node: process.versions.node.split('.')[0]!, platform: `${process.platform}-${process.arch}` };
}
