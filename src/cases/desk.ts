import { type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { ok, type Result, refuse } from "../core/result.ts";
import { say, type TextKey } from "../core/texts/index.ts";
import { type Actor, hostsHandled, mayHandleCases, tell } from "../people/index.ts";
import { lockCurrent } from "./append-event.ts";
import type { CaseStores } from "./case-deps.ts";
import type { Case, Whose } from "./case-store.ts";

/** The answer to a member of the staff, where it was asked. */
export const answerTo = (actor: Actor, content: Content, purpose = "case"): Reply => ({
  lane: "case",
  purpose,
  audience: actor.discreet ? "person" : "chat",
  content,
});

export const answerText = (
  actor: Actor,
  key: TextKey,
  values: Record<string, string | number> = {},
  buttons: Content["buttons"] = [],
): Reply => answerTo(actor, textContent(say(actor.locale, key, values), buttons));

/** A kind refusal when this is no place for cases, or this person has no right to any; undefined when all is well. */
export function atCaseDesk(actor: Actor): Reply | undefined {
  // Who may not is told nothing about the place.
  if (hostsHandled(actor.person).length === 0) {
    return tell(actor, "people.not-allowed", { who: say(actor.locale, "cases.who") });
  }
  return actor.discreet || actor.chat?.purpose === "staff" ? undefined : tell(actor, "cases.where");
}

/** Whose cases may be shown here: a staff room sees its own host's only, whoever asks. */
export function whose(actor: Actor): Whose {
  const host = actor.discreet ? undefined : actor.chat?.host;
  if (!host) return hostsHandled(actor.person);
  return mayHandleCases(actor.person, host.hostId) ? [host.hostId] : [];
}

const mine = (actor: Actor, { hostId }: Case): boolean => {
  if (!mayHandleCases(actor.person, hostId)) return false;
  return actor.discreet || (hostId !== undefined && actor.chat?.host?.hostId === hostId);
};

/** Reads "17", "#17" or "17 words behind it". */
export function readRef(args: string): { readonly caseId: number; readonly rest: string } | undefined {
  const match = /^\s*[#＃]?(\d{1,9})(?:[\s.:：,，]+([\s\S]*))?$/u.exec(args);
  return match ? { caseId: Number(match[1]), rest: (match[2] ?? "").trim() } : undefined;
}

/** How a command is written whose number is missing, for whoever may use it. */
export const askNumber = (actor: Actor, command: string, usage: "number" | "text"): Reply =>
  atCaseDesk(actor) ?? answerText(actor, `cases.usage-${usage}`, { command });

/**
 * The case that a member of the staff speaks of, locked; or the refusal. A case of another host is as unknown as one
 * that does not exist.
 */
export async function caseFor(
  { cases }: Pick<CaseStores, "cases">,
  actor: Actor,
  caseId: number,
): Promise<Result<Case, Reply>> {
  const refusal = atCaseDesk(actor);
  if (refusal) return refuse(refusal);
  const found = await lockCurrent({ cases }, caseId);
  return found && mine(actor, found) ? ok(found) : refuse(answerText(actor, "cases.unknown"));
}

/** The same, while it is open. */
export async function openCaseFor(
  stores: Pick<CaseStores, "cases">,
  actor: Actor,
  caseId: number,
): Promise<Result<Case, Reply>> {
  const found = await caseFor(stores, actor, caseId);
  if (!found.ok || found.value.view.status === "open") return found;
  return refuse(answerText(actor, "cases.closed-meanwhile", { number: caseId }));
}

/** The host whose things are meant where no case is named; undefined hostId: the operator's own. */
export function hostMeant(actor: Actor): Result<{ readonly hostId: string | undefined }, Reply> {
  const refusal = atCaseDesk(actor);
  if (refusal) return refuse(refusal);
  const here = whose(actor);
  if (here === "everybody") return ok({ hostId: undefined });
  const [hostId] = here;
  if (hostId === undefined) {
    return refuse(tell(actor, "people.not-allowed", { who: say(actor.locale, "cases.who") }));
  }
  return here.length === 1 ? ok({ hostId }) : refuse(answerText(actor, "cases.which-host"));
}
