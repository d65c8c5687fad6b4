/** What a host says of a file that is not there. */
export const NO_SUCH_FILE = 'there is no such file';

/** Files that experiments name by a path, wherever they come from. */
export interface Files {
  /**
   * @param path as it was written
   * @param folder where relative paths start
   * @throws Error whose message says why it cannot be read, in words such as "it is a folder", and {@link NO_SUCH_FILE} where there is none
   */
  read(path: string, folder: string): Promise<string>;
  /** The same, as bytes. */
  readBytes(path: string, folder: string): Promise<Uint8Array>;
}

/** Files that were handed over, by the path that names them; folders mean nothing. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): Files {
  const contentOf = async (path: string): Promise<string | Uint8Array> => {
    const content = Object.hasOwn(contents, path) ? contents[path] : undefined;
    if (content === undefined) throw new Error(NO_SUCH_FILE);
    return content;
  };
  return {
    // A byte order mark stays, as it does where a text is read from a disk.
    read: async (path) => { const content = await contentOf(path); return typeof content === 'string' ? content : new TextDecoder('utf-8', { ignoreBOM: true }).decode(content); },
    readBytes: async (path) => { const content = await contentOf(path); return typeof content === 'string' ? new TextEncoder().encode(content) : content; },
  };
}
