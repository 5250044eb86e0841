import { randomBytes } from "node:crypto";

/** Randomness passed in, so that a failing run can be repeated. */
export interface Random {
  bytes(count: number): Uint8Array;
  /** A number in [0, 1). */
  fraction(): number;
}

/** The system is asked for many bytes at a time, because asking costs more than the bytes; each is given out once. */
const POOL_BYTES = 4_096;
let pool = Buffer.alloc(0);

function takeBytes(count: number): Uint8Array {
  if (count > POOL_BYTES / 8) return randomBytes(count);
  if (pool.length < count) pool = randomBytes(POOL_BYTES);
  const taken = Uint8Array.from(pool.subarray(0, count));
  pool.fill(0, 0, count);
  pool = pool.subarray(count);
  return taken;
}

export const systemRandom: Random = {
  bytes: takeBytes,
  fraction: () => Buffer.from(takeBytes(4)).readUInt32BE(0) / 2 ** 32,
};

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford base 32: no i, l, o, u to misread

/** A random id of `length` characters with 5 bits each; 16 characters are 80 bits. */
export function randomId(random: Random, length = 16): string {
  let id = "";
  for (const byte of random.bytes(length)) id += ALPHABET[byte & 31];
  return id;
}

/**
 * An id of 23 characters: seven of time, so that rows made together lie together and a commit touches few pages, then
 * 80 random bits, so that nobody guesses it.
 * @param now milliseconds since 1970
 */
export function orderedId(random: Random, now: number): string {
  let time = "";
  for (let rest = Math.floor(now / 1000), place = 0; place < 7; place += 1) {
    time = `${ALPHABET[rest % 32]}${time}`;
    rest = Math.floor(rest / 32);
  }
  return time + randomId(random, 16);
}
