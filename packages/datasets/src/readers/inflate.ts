/** Says that there is more in compressed bytes than there may be. */
export class TooLong extends Error {}

/**
 * Unpacks bytes with what Node and browsers both have. Nothing is allocated that was not unpacked already.
 *
 * @param limit most bytes that may come out
 * @throws TooLong where there are more, Error where the bytes are damaged or end too early
 */
export async function inflate(bytes: Uint8Array, format: 'gzip' | 'deflate-raw', limit: number): Promise<Uint8Array> {
  const { readable, writable } = new DecompressionStream(format);
  const writer = writable.getWriter();
  // Damage is told to whoever reads; here it would be told a second time.
  const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(() => writer.close()).catch(() => undefined);
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new TooLong(`more than ${limit} bytes`);
    }
    parts.push(next.value);
  }
  await written;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}
