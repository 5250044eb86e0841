/** There is more than was wanted. */
export class TooLongError extends Error {
  override readonly name = "TooLongError";
}

/** The bytes of a body; throws `TooLongError` as soon as there are more than `maxBytes`. */
export async function readAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLongError("longer than is wanted");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
