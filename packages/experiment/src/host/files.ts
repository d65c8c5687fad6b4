/** Texts that experiments name by a path, wherever they come from. */
export interface Files {
  /**
   * @param path as it was written
   * @param folder where relative paths start
   * @throws Error whose message says why it cannot be read, in words such as "there is no such file"
   */
  read(path: string, folder: string): Promise<string>;
}

/** Files that were handed over, by the path that names them; folders mean nothing. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files {
  return {
    read: (path) => {
      const text = Object.hasOwn(texts, path) ? texts[path] : undefined;
      return text === undefined ? Promise.reject(new Error('there is no such file')) : Promise.resolve(text);
    },
  };
}
