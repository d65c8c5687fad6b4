/** Counts finished runs on a terminal's standard error; silent elsewhere. */
export function progress(total: number): () => void {
  let done = 0;
  return () => {
    done++;
    if (process.stderr.isTTY) process.stderr.write(done < total ? `\r${done} of ${total}` : '\r\x1b[K');
  };
}
