import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type Random, randomId } from "../../core/random.ts";
import { type Locale, say } from "../../core/texts/index.ts";

export const VISITOR_COOKIE = "beluga_visitor";
export const NAME_COOKIE = "beluga_name";
export const LANGUAGE_COOKIE = "beluga_lang";
export const COOKIE_MAX_AGE_S = 365 * 24 * 3600;

const ID_LENGTH = 16;

export interface Visitor {
  readonly id: string;
  /** False when the request brought no valid cookie: then the answer sets one. */
  readonly known: boolean;
}

export interface VisitorSigner {
  /** The visitor of a cookie's value; undefined when it is missing, broken or not signed with our key. */
  read(cookie: string | undefined): string | undefined;
  fresh(): string;
  seal(visitorId: string): string;
}

/** Visitor ids travel as `id.signature` (HMAC-SHA256); throws when the key has fewer than 32 bytes. */
export function createVisitorSigner(key: Uint8Array, random: Random): VisitorSigner {
  if (key.byteLength < 32) throw new Error("the cookie key needs at least 32 bytes");
  const sign = (id: string) => createHmac("sha256", key).update(`beluga-visitor-v1:${id}`).digest();
  return {
    read(cookie) {
      const match = /^([0-9a-z]{16})\.([\w-]{43})$/.exec(cookie ?? "");
      const [, id, signature] = match ?? [];
      if (id === undefined || signature === undefined) return undefined;
      const given = Buffer.from(signature, "base64url");
      const expected = sign(id);
      return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined;
    },
    fresh: () => randomId(random, ID_LENGTH),
    seal: (visitorId) => `${visitorId}.${sign(visitorId).toString("base64url")}`,
  };
}

const hashNumber = (text: string) => createHash("sha256").update(text).digest().readUInt32BE(0);

/** The same friendly name for the same visitor each time, told from nothing but the random id. */
export function aliasOf(visitorId: string, locale: Locale): string {
  const words = say(locale, "web.alias-words").split(" ");
  return say(locale, "web.alias", {
    word: words[hashNumber(visitorId) % words.length] ?? "",
  });
}

/** One of eight colours, the same for the same visitor. */
export const colourOf = (authorId: string): number => hashNumber(`colour:${authorId}`) % 8;
