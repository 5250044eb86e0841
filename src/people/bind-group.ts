import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, type PeopleDeps, type Stores, tell, toChat } from "./actor.ts";
import { hashToken } from "./codes.ts";
import type { GroupPurpose, Host } from "./people-store.ts";
import { isOperator, mayBind } from "./policies.ts";

/** Whether the platform says that the actor administers the group; undefined when it cannot tell. */
export type ChatAdmin = boolean | undefined;

const PURPOSES: Readonly<Record<string, GroupPurpose>> = {
  fan: "fan",
  粉丝群: "fan",
  粉丝: "fan",
  staff: "staff",
  员工群: "staff",
  员工: "staff",
};

const refuse = (actor: Actor): Reply =>
  tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.staff") });

/** `/bind [fan|staff]` in a group: asks for what it does not know by buttons. */
export async function bindGroup(
  deps: PeopleDeps,
  stores: Stores,
  actor: Actor,
  args: string,
  chatAdmin: ChatAdmin,
): Promise<Reply> {
  if (actor.chat?.kind !== "group") return tell(actor, "people.bind-only-group");
  const mine = (await stores.people.hosts()).filter(({ hostId }) => mayBind(actor.person, hostId));
  // The sample host is for looking around; who has set up a real one means that.
  const real = mine.filter(({ sample }) => !sample);
  const hosts = real.length > 0 ? real : mine;
  if (hosts.length === 0)
    return isOperator(actor.person) ? tell(actor, "people.bind-no-host") : refuse(actor);
  const purpose = PURPOSES[args.trim().toLowerCase()];
  const [only] = hosts;
  if (only && hosts.length === 1) {
    return purpose
      ? await bindTo(deps, stores, actor, only.hostId, purpose, chatAdmin)
      : askPurpose(deps, actor, only);
  }
  const buttons = hosts.map((host): Button[] => [
    purpose
      ? { label: host.name, data: deps.signer.sign("bg", `${host.hostId}.${purpose}`) }
      : { label: host.name, data: deps.signer.sign("bh", host.hostId) },
  ]);
  return toChat(textContent(say(actor.locale, "people.bind-choose-host"), buttons));
}

function askPurpose(deps: PeopleDeps, actor: Actor, host: Host): Reply {
  const button = (purpose: GroupPurpose): Button => ({
    label: say(actor.locale, `people.kind.${purpose}`),
    data: deps.signer.sign("bg", `${host.hostId}.${purpose}`),
  });
  return toChat(
    textContent(say(actor.locale, "people.bind-choose-kind", { host: host.name }), [
      [button("fan"), button("staff")],
    ]),
  );
}

/** The button after the choice of a host. */
export async function chooseBindHost(
  deps: PeopleDeps,
  { people }: Stores,
  actor: Actor,
  hostId: string,
): Promise<Reply> {
  const host = await people.host(hostId);
  return host && mayBind(actor.person, hostId) ? askPurpose(deps, actor, host) : refuse(actor);
}

/** Binds the group in which the actor is; asks for rights on both sides: of the host and of the group. */
export async function bindTo(
  deps: PeopleDeps,
  { people }: Stores,
  actor: Actor,
  hostId: string,
  purpose: GroupPurpose,
  chatAdmin: ChatAdmin,
): Promise<Reply> {
  const { chat, person, locale } = actor;
  const host = await people.host(hostId);
  if (!host || !mayBind(person, hostId)) return refuse(actor);
  if (chat?.kind !== "group") return tell(actor, "people.bind-only-group");
  if (chatAdmin === false) return tell(actor, "people.bind-not-admin");
  if (chatAdmin === undefined && !isOperator(person)) return tell(actor, "people.bind-cannot-check");
  const binding = {
    platform: actor.platform,
    chatId: actor.chatId,
    hostId,
    purpose,
    boundBy: person.personId,
  };
  if ((await people.bindChat(binding, deps.clock.now())) === "bound-to-other-host") {
    return tell(actor, "people.bind-other-host");
  }
  const lines = [say(locale, `people.bound-${purpose}`, { host: host.name })];
  if (chat.seesAll === false) lines.push(say(locale, "people.bound-blind"));
  return toChat(textContent(lines.join("\n\n")), "bound");
}

/** `/start b-TOKEN` in a group: the link from `/setup` that adds the bot and binds the group in one go. */
export async function bindByInvite(
  deps: PeopleDeps,
  stores: Stores,
  actor: Actor,
  token: string,
  chatAdmin: ChatAdmin,
): Promise<Reply | undefined> {
  if (actor.chat?.kind !== "group" || chatAdmin === false) {
    return tell(actor, chatAdmin === false ? "people.bind-not-admin" : "people.bind-only-group");
  }
  const invite = await stores.people.redeemInvite(
    hashToken(token),
    actor.person.personId,
    ["bind-fan", "bind-staff"],
    deps.clock.now(),
  );
  if (!invite) return tell(actor, "people.button-stale");
  const purpose = invite.purpose === "bind-staff" ? "staff" : "fan";
  return await bindTo(deps, stores, actor, invite.hostId, purpose, chatAdmin);
}

/** `/unbind` in a group. */
export async function unbindGroup(deps: PeopleDeps, { people }: Stores, actor: Actor): Promise<Reply> {
  const host = actor.chat?.host;
  if (actor.chat?.kind !== "group") return tell(actor, "people.bind-only-group");
  if (!host) return tell(actor, "people.unbind-nothing");
  if (!mayBind(actor.person, host.hostId)) return refuse(actor);
  await people.unbindChat(actor.platform, actor.chatId, host.hostId, deps.clock.now());
  return toChat(textContent(say(actor.locale, "people.unbound", { host: host.name })));
}
