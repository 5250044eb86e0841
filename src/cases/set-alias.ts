import type { Reply } from "../core/reply.ts";
import type { Actor } from "../people/index.ts";
import type { CaseStores } from "./case-deps.ts";
import { answerText, hostMeant } from "./desk.ts";
import { signatureOf } from "./words.ts";

/** `/alias NAME`: the name beside the team's under which fans read somebody of the staff. */
export async function setAlias(stores: CaseStores, actor: Actor, args: string): Promise<readonly Reply[]> {
  const meant = hostMeant(actor);
  if (!meant.ok) return [meant.refusal];
  const { hostId } = meant.value;
  const name = args.normalize("NFKC").trim();
  if (name === "") return [answerText(actor, "cases.alias-usage")];
  const isOff = ["取消", "off"].includes(name.toLowerCase());
  if (!isOff && !/^[\p{L}\p{N}]{1,8}$/u.test(name)) return [answerText(actor, "cases.alias-bad")];
  const { personId } = actor.person;
  await stores.cases.setAlias(personId, hostId, isOff ? undefined : name);
  const as = await signatureOf(stores, hostId, personId, actor.locale);
  return [answerText(actor, "cases.alias-set", { as })];
}
