import type { ContactDigests } from "./aid-store.ts";

const PHONE =
  /(?<!\d)(?:\+?86[-\s]?)?(1[3-9]\d(?:[-\s]?\d{4}){2})(?!\d)|(?<!\d)(0\d{2,3}[-\s]?\d{7,8})(?!\d)/;

/** What Chinese keyboards and habits write differently for the same thing. */
const narrow = (text: string): string => text.normalize("NFKC").toLowerCase();

/** The telephone number in a line, digits alone; undefined without one. */
export function phoneIn(text: string): string | undefined {
  const match = PHONE.exec(narrow(text));
  return (match?.[1] ?? match?.[2])?.replace(/\D/g, "");
}

/**
 * The place in a line in one writing, without the telephone number and from the first word of a place on; undefined
 * when there is hardly any. A name before it does not count: the same flat under two names is what is looked for.
 */
export function addressIn(text: string): string | undefined {
  const rest = narrow(text).replace(PHONE, " ");
  const parts = rest.split(/[\s,，;；。:：、|/]+/u).filter((part) => part !== "");
  // Who receives it stands alone at the beginning or the end: short, and no place.
  const places = parts.filter((part) => /\d|[省市区县镇乡村街路巷弄道号栋幢楼室组]/u.test(part));
  const joined = places
    .join("")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/[幢座]|号楼/gu, "栋")
    .replace(/(?:室|号|户)$/u, "");
  return [...joined].length >= 6 ? joined : undefined;
}

/** Digests of both, apart for each host, so that no host learns what another one's families are. */
export function digestsOf(
  digest: (text: string) => string,
  hostId: string,
  contact: string | undefined,
): ContactDigests {
  const phone = contact === undefined ? undefined : phoneIn(contact);
  const address = contact === undefined ? undefined : addressIn(contact);
  return {
    phone: phone && digest(`phone:${hostId}:${phone}`),
    address: address && digest(`address:${hostId}:${address}`),
  };
}
