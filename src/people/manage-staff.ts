import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, type PeopleDeps, pointToPrivate, type Stores, tell, toActor } from "./actor.ts";
import { hashToken, newInviteToken } from "./codes.ts";
import { ROLES, type Role } from "./people-store.ts";
import { mayManage } from "./policies.ts";

const INVITE_MS = 7 * 24 * 3_600_000;
const INVITABLE = ["host", "moderator", "editor"] as const;
type Invitable = (typeof INVITABLE)[number];
const isInvitable = (role: string): role is Invitable => INVITABLE.some((known) => known === role);
const isRole = (role: string): role is Role => ROLES.some((known) => known === role);

const refuse = (actor: Actor): Reply =>
  tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") });

/** `/staff`: who works for the host, with buttons to invite and remove. */
export async function listStaff(deps: PeopleDeps, stores: Stores, actor: Actor): Promise<Reply> {
  const here = actor.chat?.purpose === "staff" ? actor.chat.host : undefined;
  const hosts = here
    ? [here]
    : (await stores.people.hosts()).filter(
        ({ hostId, sample }) => !sample && mayManage(actor.person, hostId),
      );
  if (hosts.length === 0 || !hosts.every(({ hostId }) => mayManage(actor.person, hostId)))
    return refuse(actor);
  if (!actor.discreet) return pointToPrivate(actor, "staff");
  const [only] = hosts;
  if (only && hosts.length === 1) return await showStaff(deps, stores, actor, only.hostId);
  const buttons = hosts.map((host): Button[] => [
    { label: host.name, data: deps.signer.sign("sp", host.hostId) },
  ]);
  return toActor(textContent(say(actor.locale, "people.setup-choose"), buttons));
}

/** The people of one host; names are shown to who may manage them only. */
export async function showStaff(
  deps: PeopleDeps,
  { people }: Stores,
  actor: Actor,
  hostId: string,
): Promise<Reply> {
  const host = await people.host(hostId);
  if (!mayManage(actor.person, hostId)) return refuse(actor);
  if (!host) return tell(actor, "people.button-stale");
  if (!actor.discreet) return pointToPrivate(actor, "staff");
  const { locale } = actor;
  const staff = (await people.staffOf(hostId)).map((member) => ({
    ...member,
    name: member.displayName ?? say(locale, "people.staff-nameless"),
    roleName: say(locale, `people.role.${member.role}`),
  }));
  const list = staff.map(({ name, roleName }) => `• ${name} – ${roleName}`).join("\n");
  const invite = INVITABLE.map(
    (role): Button => ({
      label: say(locale, "people.staff-invite", { role: say(locale, `people.role.${role}`) }),
      data: deps.signer.sign("si", `${hostId}.${role}`),
    }),
  );
  // Two rows are for inviting; Discord shows five in all.
  const remove = staff.slice(0, 3).map((member): Button[] => [
    {
      label: say(locale, "people.staff-remove", { name: member.name, role: member.roleName }),
      data: deps.signer.sign("sr", `${hostId}.${member.personId}.${member.role}`),
    },
  ]);
  const text = say(locale, "people.staff-list", {
    host: host.name,
    list: list || say(locale, "people.staff-none"),
  });
  return toActor(textContent(text, [invite.slice(0, 2), invite.slice(2), ...remove]), "staff");
}

/** A link or code for one new member. */
export async function inviteStaff(
  deps: PeopleDeps,
  { people }: Stores,
  actor: Actor,
  hostId: string,
  role: string,
): Promise<Reply> {
  if (!isInvitable(role) || !mayManage(actor.person, hostId)) return refuse(actor);
  if (!(await people.host(hostId))) return tell(actor, "people.button-stale");
  if (!actor.discreet) return pointToPrivate(actor, "staff");
  const token = newInviteToken(deps.random);
  await people.createInvite(hashToken(token), {
    hostId,
    purpose: role,
    createdBy: actor.person.personId,
    expiresAt: deps.clock.now() + INVITE_MS,
  });
  const roleName = say(actor.locale, `people.role.${role}`);
  const link = actor.way.deepLink(`i-${token}`);
  return link === undefined
    ? tell(actor, "people.staff-invite-code", { role: roleName, code: token })
    : tell(actor, "people.staff-invite-link", { role: roleName, link });
}

/** Takes a role away; the last host of a host stays. */
export async function removeStaff(
  deps: PeopleDeps,
  stores: Stores,
  actor: Actor,
  hostId: string,
  personId: string,
  role: string,
): Promise<Reply> {
  if (!isRole(role) || role === "operator" || !mayManage(actor.person, hostId)) return refuse(actor);
  const hosts = (await stores.people.staffOf(hostId)).filter((member) => member.role === "host");
  if (role === "host" && hosts.length === 1 && hosts[0]?.personId === personId) {
    return tell(actor, "people.staff-last-host");
  }
  const removed = await stores.people.revoke(personId, { hostId, role });
  return removed ? await showStaff(deps, stores, actor, hostId) : tell(actor, "people.staff-gone");
}
