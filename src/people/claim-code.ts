import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, type PeopleDeps, pointToPrivate, type Stores, tell } from "./actor.ts";
import { hashToken, newSetupCode, sameCode } from "./codes.ts";
import type { Role } from "./people-store.ts";

const HOUR_MS = 3_600_000;
/** Wrong codes of one person in an hour, and of everybody together: 40 bits cannot be guessed at this pace. */
const MAX_TRIES = 8;
const MAX_TRIES_OF_ALL = 100;

/** The set-up code that counts now: the configured one while it is set, else a generated one until it is used. */
async function setupCode({ people }: Stores, configured: string | undefined): Promise<string | undefined> {
  if (configured !== undefined) return configured;
  return (await people.operatorCount()) === 0 ? await people.setting("setup-code") : undefined;
}

/** The code to print at start; undefined once an operator exists or when the owner has chosen one. */
export async function prepareSetupCode(
  deps: Pick<PeopleDeps, "random">,
  stores: Stores,
  configured: string | undefined,
): Promise<string | undefined> {
  if (configured !== undefined || (await stores.people.operatorCount()) > 0) return undefined;
  return await stores.people.settleSetting("setup-code", newSetupCode(deps.random));
}

/** `/claim CODE`: the set-up code makes an operator, an invitation code gives the role it was made for. */
export async function claimCode(
  deps: PeopleDeps & { readonly configuredSetupCode: string | undefined },
  stores: Stores,
  actor: Actor,
  code: string,
): Promise<Reply> {
  if (!actor.discreet) return pointToPrivate(actor, "start");
  if (code === "") return tell(actor, "people.claim-usage");
  const { people } = stores;
  const now = deps.clock.now();
  const { personId } = actor.person;
  const tries = await people.countAttempt(`claim:${personId}`, HOUR_MS, now);
  const triesOfAll = await people.countAttempt("claim", HOUR_MS, now);
  if (tries > MAX_TRIES || triesOfAll > MAX_TRIES_OF_ALL) return tell(actor, "people.claim-too-often");

  const expected = await setupCode(stores, deps.configuredSetupCode);
  if (expected !== undefined && sameCode(expected, code)) {
    await people.grant(personId, { hostId: undefined, role: "operator" }, undefined, now);
    return tell(actor, "people.claimed-operator");
  }
  return (await redeemRole(deps, stores, actor, code)) ?? tell(actor, "people.claim-wrong");
}

/** Takes the role that an invitation gives; undefined when it is not (any more) an invitation to a role. */
export async function redeemRole(
  deps: PeopleDeps,
  { people }: Stores,
  actor: Actor,
  token: string,
): Promise<Reply | undefined> {
  const now = deps.clock.now();
  const invite = await people.redeemInvite(
    hashToken(token),
    actor.person.personId,
    ["host", "moderator", "editor"],
    now,
  );
  if (!invite) return undefined;
  const role = invite.purpose as Role;
  await people.grant(actor.person.personId, { hostId: invite.hostId, role }, invite.createdBy, now);
  const host = await people.host(invite.hostId);
  return tell(actor, "people.claimed-role", {
    host: host?.name ?? "",
    role: say(actor.locale, `people.role.${role}`),
  });
}
