import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import type { Random } from "./random.ts";

/** Keeps what people told in confidence unreadable for whoever only has the database. */
export interface TextSealer {
  /** Whether there is a key. */
  readonly isOn: boolean;
  /** Names of the keys, the sealing one first; nothing of a key can be read from its name. */
  readonly keyIds: readonly string[];
  /** `about` names what the text belongs to, such as `case:17`: sealed text that is moved elsewhere does not open. */
  seal(text: string, about: string): string;
  /** Undefined when none of the keys fits, or the sealed text was changed or belongs to something else. */
  open(sealed: string, about: string): string | undefined;
}

/** The name of the key under which a text was sealed; undefined for one that is not. */
export const keyIdOf = (sealed: string): string | undefined => SEALED.exec(sealed)?.[1];

const PLAIN = "p0.";
const SEALED = /^s1\.([0-9a-f]{8})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]*)$/;
const IV_BYTES = 12;

/**
 * AES-256-GCM under the first of `keys` (32 bytes each); all of them open, so that a key can be replaced. Without a key
 * texts are kept as they are, with a prefix of their own, and stay readable once there is one.
 */
export function createTextSealer(keys: readonly Uint8Array[], random: Random): TextSealer {
  const byId = new Map(
    keys.map((key) => [createHash("sha256").update(key).digest("hex").slice(0, 8), key] as const),
  );
  const [first] = byId;
  return {
    isOn: first !== undefined,
    keyIds: [...byId.keys()],
    seal(text, about) {
      if (!first) return PLAIN + text;
      const [keyId, key] = first;
      const iv = random.bytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      cipher.setAAD(Buffer.from(about));
      const hidden = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      const parts = [Buffer.from(iv), cipher.getAuthTag(), hidden].map((part) => part.toString("base64url"));
      return `s1.${keyId}.${parts.join(".")}`;
    },
    open(sealed, about) {
      if (sealed.startsWith(PLAIN)) return sealed.slice(PLAIN.length);
      const match = SEALED.exec(sealed);
      if (!match) return undefined;
      const [, keyId = "", iv = "", tag = "", hidden = ""] = match;
      const key = byId.get(keyId);
      if (!key) return undefined;
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), {
          authTagLength: 16,
        });
        decipher.setAAD(Buffer.from(about));
        decipher.setAuthTag(Buffer.from(tag, "base64url"));
        return Buffer.concat([decipher.update(Buffer.from(hidden, "base64url")), decipher.final()]).toString(
          "utf8",
        );
      } catch {
        return undefined; // changed, or moved from somewhere else
      }
    },
  };
}
