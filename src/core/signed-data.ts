import { hash, timingSafeEqual } from "node:crypto";

/** What a button does: `action` is a short word, `arg` an id; together with the signature at most 64 bytes. */
export interface ButtonData {
  readonly action: string;
  readonly arg: string;
}

export interface ButtonSigner {
  /** Throws when the result would not fit into Telegram's 64 bytes: a mistake in our code, not of a user. */
  sign(action: string, arg: string): string;
  /** Undefined for anything that this installation did not sign. */
  open(data: string): ButtonData | undefined;
}

/** 8 bytes: guessing one right takes 2^63 tries over the platform's interface. */
const SIGNATURE_BYTES = 8;
const MAX_BYTES = 64;
const UNSIGNED = /^[a-z]{1,4}\.[A-Za-z0-9_.-]{0,44}\.$/;
const SHAPE = /^([a-z]{1,4})\.([A-Za-z0-9_.-]{0,44})\.([A-Za-z0-9_-]{11})$/;

/** SHA-256 works on blocks of this many bytes, which is what HMAC pads its key to. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** Longer than anything that SHAPE lets through. */
const LONGEST_MESSAGE = 128;

/**
 * HMAC-SHA256 of short ASCII texts under one key. An answer carries up to a dozen signed buttons, and two one-shot
 * hashes over prepared blocks cost a third of `createHmac`; a test holds that both give the same.
 */
function createAsciiHmac(key: Uint8Array): (message: string) => Buffer {
  const short = key.length > BLOCK_BYTES ? hash("sha256", key, "buffer") : key;
  const inner = Buffer.alloc(BLOCK_BYTES + LONGEST_MESSAGE, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  for (const [at, byte] of short.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  return (message) => {
    if (message.length > LONGEST_MESSAGE) throw new Error("too long to be signed");
    const length = inner.write(message, BLOCK_BYTES, "latin1");
    // "binary" stands for the bytes as they are: as text they come back faster than as a buffer.
    outer.write(hash("sha256", inner.subarray(0, BLOCK_BYTES + length), "binary"), BLOCK_BYTES, "latin1");
    return hash("sha256", outer, "buffer");
  };
}

/** Signs button data, so that nobody can press a button that was never shown. Rights are checked when it is pressed. */
export function createButtonSigner(key: Uint8Array): ButtonSigner {
  const hmac = createAsciiHmac(key);
  const signature = (action: string, arg: string): Buffer => hmac(`button:${action}:${arg}`);
  return {
    sign(action, arg) {
      const unsigned = `${action}.${arg}.`;
      const data =
        UNSIGNED.test(unsigned) &&
        unsigned + signature(action, arg).toString("base64url", 0, SIGNATURE_BYTES);
      // Its characters are ASCII, so its length is its bytes.
      if (!data || data.length > MAX_BYTES) throw new Error(`button data for action ${action} does not fit`);
      return data;
    },
    open(data) {
      const match = SHAPE.exec(data);
      if (!match) return undefined;
      const [, action = "", arg = "", given = ""] = match;
      return timingSafeEqual(
        Buffer.from(given, "base64url"),
        signature(action, arg).subarray(0, SIGNATURE_BYTES),
      )
        ? { action, arg }
        : undefined;
    },
  };
}
