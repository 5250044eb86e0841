import type { ButtonSigner } from "../core/signed-data.ts";

/** What `/start` carries into the private chat: `c-17-…`, signed, so that nobody asks for the cases of others by number. */
export const invitePayload = (signer: ButtonSigner, caseId: number): string =>
  signer.sign("c", String(caseId)).replaceAll(".", "-");

/** The number in a payload without its first word; undefined when this installation did not sign it. */
export function readInvite(signer: ButtonSigner, rest: string): number | undefined {
  const match = /^(\d{1,9})-([\w-]{11})$/.exec(rest);
  if (!match) return undefined;
  const [, number = "", signature = ""] = match;
  return signer.open(`c.${number}.${signature}`) ? Number(number) : undefined;
}
