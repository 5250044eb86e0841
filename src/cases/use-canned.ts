import type { Button } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { CannedReply } from "./case-store.ts";
import { answerText, hostMeant, openCaseFor } from "./desk.ts";
import { cut, signatureOf } from "./words.ts";
import { MOST_WRITTEN, writeToFan } from "./write-to-fan.ts";

const MOST = 50;
const LABEL = 24;

const listText = (replies: readonly CannedReply[]): string =>
  replies.map(({ text }, at) => `${at + 1}. ${cut(text, 100)}`).join("\n");

/** `/canned`, `/canned add TEXT`, `/canned delete N`, `/canned use N NUMBER`: what is said again and again. */
export async function canned(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  args: string,
): Promise<readonly Reply[]> {
  const meant = hostMeant(actor);
  if (!meant.ok) return [meant.refusal];
  const { hostId } = meant.value;
  const known = await stores.cases.canned(hostId);
  const [, word = "", rest = ""] = /^(\S*)\s*([\s\S]*)$/.exec(args.trim()) ?? [];
  if (["加", "add"].includes(word) && rest.trim() !== "") {
    if (rest.length > MOST_WRITTEN) return [answerText(actor, "cases.too-long", { most: MOST_WRITTEN })];
    if (known.length >= MOST) return [answerText(actor, "cases.canned-full")];
    await stores.cases.addCanned(hostId, rest.trim(), actor.person.personId, deps.clock.now());
    return [answerText(actor, "cases.canned-added")];
  }
  const [place = "", number = ""] = rest.trim().split(/\s+/);
  const chosen = /^\d{1,2}$/.test(place) ? known[Number(place) - 1] : undefined;
  if (["删", "delete"].includes(word)) {
    const deleted = chosen && (await stores.cases.deleteCanned(hostId, chosen.id));
    return [answerText(actor, deleted ? "cases.canned-deleted" : "cases.canned-unknown")];
  }
  if (["用", "use"].includes(word)) {
    if (!chosen || !/^\d{1,9}$/.test(number)) return [answerText(actor, "cases.canned-unknown")];
    return await sendCanned(deps, stores, actor, Number(number), chosen.id);
  }
  const list = known.length === 0 ? say(actor.locale, "cases.canned-none") : listText(known);
  return [answerText(actor, "cases.canned-list", { list })];
}

/** The button on a card: which reply shall be sent? */
export async function chooseCanned(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
): Promise<readonly Reply[]> {
  const found = await openCaseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const known = await stores.cases.canned(found.value.hostId);
  if (known.length === 0) {
    return [answerText(actor, "cases.canned-list", { list: say(actor.locale, "cases.canned-none") })];
  }
  const buttons = known
    .slice(0, 8)
    .map(({ id, text }, at): Button[] => [
      { label: `${at + 1}. ${cut(text, LABEL)}`, data: deps.signer.sign("cs", `${caseId}.${id}`) },
    ]);
  return [answerText(actor, "cases.canned-choose", { number: caseId, list: listText(known) }, buttons)];
}

/** Sends one of the case's own host, with its placeholders filled in. */
export async function sendCanned(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  id: number,
): Promise<readonly Reply[]> {
  const found = await openCaseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const { hostId, view } = found.value;
  const reply = (await stores.cases.canned(hostId)).find((one) => one.id === id);
  if (!reply) return [answerText(actor, "cases.canned-unknown")];
  const { locale } = view.from;
  const text = reply.text
    .replaceAll("〔称呼〕", say(locale, "cases.canned-you"))
    .replaceAll("〔编号〕", String(caseId))
    .replaceAll("〔员工〕", await signatureOf(stores, hostId, actor.person.personId, locale));
  return await writeToFan(deps, stores, actor, caseId, text);
}
