import { type Locale, say } from "../core/texts/index.ts";
import type { AidStores } from "./aid-deps.ts";
import type { Application } from "./application.ts";

/** Why it was refused, as its person reads it. */
export async function reasonText(
  { aid }: AidStores,
  locale: Locale,
  { applicationId, reason }: Application,
): Promise<string | undefined> {
  if (reason === undefined) return undefined;
  const refusals = (await aid.events(applicationId)).filter(({ type }) => type === "refused");
  const words = refusals.at(-1)?.text;
  const plain = reason === "other" ? undefined : say(locale, `aid.reason.${reason}`);
  return [plain, words].filter((part) => part !== undefined).join(" ");
}
