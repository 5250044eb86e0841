import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayHandleCases } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { answerText, answerTo, openCaseFor } from "./desk.ts";
import { otherDesks, toRooms } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { purposeOf, staffName } from "./words.ts";

const MOST_SHOWN = 10;

interface Colleague {
  readonly personId: string;
  readonly name: string;
}

async function colleagues(stores: CaseStores, one: Case): Promise<readonly Colleague[]> {
  if (one.hostId === undefined) return [];
  const staff = await stores.people.staffOf(one.hostId);
  const ids = new Set(
    staff.flatMap(({ personId, role }) =>
      mayHandleCases({ roles: [{ hostId: one.hostId, role }] }, one.hostId) ? [personId] : [],
    ),
  );
  const found: Colleague[] = [];
  for (const personId of ids) {
    found.push({ personId, name: await staffName(stores, one.hostId, personId) });
  }
  return found;
}

/** `/transfer 17 NAME`, or the button: asks who when no name was given. */
export async function transferCase(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  name: string,
): Promise<readonly Reply[]> {
  const found = await openCaseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const others = (await colleagues(stores, found.value)).filter(
    ({ personId }) => personId !== found.value.view.assigneeId,
  );
  const named = others.filter((one) => one.name === name.trim());
  const [only] = named;
  if (only && named.length === 1) return await transferTo(deps, stores, actor, caseId, only.personId);
  if (others.length === 0) return [answerText(actor, "cases.transfer-nobody")];
  const buttons = others
    .slice(0, MOST_SHOWN)
    .map((one): Button[] => [{ label: one.name, data: deps.signer.sign("cx", `${caseId}.${one.personId}`) }]);
  return [answerText(actor, "cases.transfer-choose", { number: caseId }, buttons)];
}

/** Gives the case to somebody else of the same host's staff. */
export async function transferTo(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  to: string,
): Promise<readonly Reply[]> {
  const found = await openCaseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const held = found.value;
  // Somebody may have left the staff since the button was shown.
  const colleague = (await colleagues(stores, held)).find(({ personId }) => personId === to);
  if (!colleague) return [answerText(actor, "cases.transfer-nobody")];
  const by = actor.person.personId;
  const one = await appendAll(stores, held, deps.clock.now(), [{ type: "transferred", by, to }]);
  const who = await staffName(stores, one.hostId, by);
  const said = textContent(say("zh", "cases.transferred", { number: caseId, who, to: colleague.name }));
  return [
    answerTo(actor, said, purposeOf(one, "told")),
    ...toRooms(await otherDesks(stores, one, actor), purposeOf(one, "told"), said),
    ...(await changedCard(deps, stores, one)),
  ];
}
