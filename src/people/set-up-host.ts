import { type Button, textContent } from "../core/content.ts";
import { randomId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, type PeopleDeps, pointToPrivate, type Stores, tell, toActor } from "./actor.ts";
import { hashToken, newInviteToken } from "./codes.ts";
import type { Chat, GroupPurpose, Host } from "./people-store.ts";
import { isOperator, mayManage } from "./policies.ts";

const INVITE_MS = 7 * 24 * 3_600_000;
/** After this long a question that nobody answered is forgotten: what is written then is meant for somebody else. */
const WIZARD_MS = 3_600_000;
/** Owners are parents too: a question in between is answered, and becomes nobody's name. */
const LIKE_A_QUESTION = /[吗呢么嘛?？]$|怎么|怎样|什么|多少|多久|能不能|要不要/u;
const CANCEL = /^(?:取消|cancel|\/cancel|算了)$/i;

const refuse = (actor: Actor): Reply =>
  tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") });

/** `/setup [name]`: a new host of that name, else the menu of the person's host, a choice, or the first question. */
export async function setUp(deps: PeopleDeps, stores: Stores, actor: Actor, name = ""): Promise<Reply> {
  const hosts = (await stores.people.hosts()).filter(({ hostId }) => mayManage(actor.person, hostId));
  const mayBegin = isOperator(actor.person);
  if (hosts.length === 0 && !mayBegin) return refuse(actor);
  if (!actor.discreet) return pointToPrivate(actor, "setup");
  if (name !== "" && mayBegin) return await createHost(deps, stores, actor, name);
  const real = hosts.filter(({ sample }) => !sample);
  if (real.length === 0 && mayBegin) return await askHostName(deps, stores, actor);
  const [only] = real;
  if (only && real.length === 1 && !mayBegin) return await hostMenu(deps, stores, actor, only.hostId);
  const buttons: Button[][] = real.map((host) => [
    { label: host.name, data: deps.signer.sign("sm", host.hostId) },
  ]);
  if (mayBegin)
    buttons.push([{ label: say(actor.locale, "people.setup-new"), data: deps.signer.sign("sn", "") }]);
  return toActor(textContent(say(actor.locale, "people.setup-choose"), buttons));
}

/** Begins a new host; only an operator may. */
export async function askHostName(deps: PeopleDeps, { people }: Stores, actor: Actor): Promise<Reply> {
  if (!isOperator(actor.person)) return refuse(actor);
  if (!actor.discreet) return pointToPrivate(actor, "setup");
  // Where everybody reads what is typed, only a command is seen by the bot alone.
  if (actor.chat?.kind === "group") return tell(actor, "people.setup-ask-name-command");
  await people.setWizard(actor.person.personId, "host-name", deps.clock.now());
  return tell(actor, "people.setup-ask-name");
}

/** The answer to "what is the host's name?"; undefined when nobody asked. */
export async function takeHostName(
  deps: PeopleDeps,
  stores: Stores,
  actor: Actor,
  text: string,
): Promise<Reply | undefined> {
  const { people } = stores;
  // Only operators are ever asked: everybody else's messages need no look into the database.
  if (!actor.discreet || !isOperator(actor.person)) return undefined;
  const wizard = await people.wizard(actor.person.personId);
  if (!wizard) return undefined;
  if (deps.clock.now() - wizard.updatedAt > WIZARD_MS) {
    await people.setWizard(actor.person.personId, undefined, deps.clock.now());
    return undefined;
  }
  if (CANCEL.test(text.trim())) {
    await people.setWizard(actor.person.personId, undefined, deps.clock.now());
    return tell(actor, "people.setup-cancelled");
  }
  if (LIKE_A_QUESTION.test(text.trim())) return undefined;
  return await createHost(deps, stores, actor, text);
}

async function createHost(deps: PeopleDeps, stores: Stores, actor: Actor, text: string): Promise<Reply> {
  const { people } = stores;
  if (!isOperator(actor.person)) return refuse(actor);
  const name = text.normalize("NFKC").replace(/\s+/g, " ").trim();
  const isName = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ·.&'’-]*$/u.test(name) && !/\.\p{L}{2,}/u.test(name);
  if ([...name].length > 20 || !isName) return tell(actor, "people.setup-name-bad");
  const now = deps.clock.now();
  const host: Host = { hostId: randomId(deps.random, 10), name, sample: false };
  await people.createHost(host, now);
  await people.setWizard(actor.person.personId, undefined, now);
  return await hostMenu(deps, stores, actor, host.hostId);
}

/** What is connected, what comes next, and the buttons for it. */
export async function hostMenu(
  deps: PeopleDeps,
  stores: Stores,
  actor: Actor,
  hostId: string,
): Promise<Reply> {
  const { people } = stores;
  const host = await people.host(hostId);
  if (!mayManage(actor.person, hostId)) return refuse(actor);
  if (!host) return tell(actor, "people.button-stale");
  if (!actor.discreet) return pointToPrivate(actor, "setup");
  const { locale } = actor;
  const chats = (await people.chatsOf(hostId)).filter(({ gone }) => !gone);
  const names = (purpose: GroupPurpose) =>
    titles(
      actor,
      chats.filter((chat) => chat.purpose === purpose),
    );
  const staff = await people.staffOf(hostId);
  const next = !chats.some(({ purpose }) => purpose === "fan")
    ? "people.setup-menu-next-fan"
    : !chats.some(({ purpose }) => purpose === "staff")
      ? "people.setup-menu-next-staff"
      : "people.setup-menu-done";
  const summary = say(locale, "people.setup-menu", {
    host: host.name,
    fan: names("fan"),
    staff: names("staff"),
    people: staff.length === 0 ? say(locale, "people.setup-none") : staff.length,
  });
  const button = (key: Parameters<typeof say>[1], action: string, arg = hostId): Button => ({
    label: say(locale, key),
    data: deps.signer.sign(action, arg),
  });
  return toActor(
    textContent(`${summary}\n\n${say(locale, next)}`, [
      [
        button("people.setup-connect-fan", "sc", `${hostId}.fan`),
        button("people.setup-connect-staff", "sc", `${hostId}.staff`),
      ],
      [button("people.setup-people", "sp"), button("people.setup-refresh", "sm")],
    ]),
    "menu",
  );
}

function titles(actor: Actor, chats: readonly Chat[]): string {
  if (chats.length === 0) return say(actor.locale, "people.setup-none");
  const shown = chats.slice(0, 5).map(({ title }) => title ?? say(actor.locale, "people.untitled"));
  return `${shown.join("、")}${chats.length > shown.length ? ` … (${chats.length})` : ""}`;
}

/** How to add the bot to a group of this host: a link that binds by itself, else the command to type there. */
export async function connectGroup(
  deps: PeopleDeps,
  { people }: Stores,
  actor: Actor,
  hostId: string,
  purpose: GroupPurpose,
): Promise<Reply> {
  if (!mayManage(actor.person, hostId)) return refuse(actor);
  if (!(await people.host(hostId))) return tell(actor, "people.button-stale");
  if (!actor.discreet) return pointToPrivate(actor, "setup");
  const { locale } = actor;
  const kind = say(locale, `people.kind.${purpose}`);
  const token = newInviteToken(deps.random);
  const url = actor.way.inviteLink(`b-${token}`);
  const bindsItself = url?.includes(token) === true;
  if (bindsItself) {
    await people.createInvite(hashToken(token), {
      hostId,
      purpose: purpose === "fan" ? "bind-fan" : "bind-staff",
      createdBy: actor.person.personId,
      expiresAt: deps.clock.now() + INVITE_MS,
    });
  }
  const text = bindsItself
    ? say(locale, purpose === "staff" ? "people.connect-link-staff" : "people.connect-link", { kind })
    : say(locale, "people.connect-command", { kind, command: `/bind ${purpose}` });
  const buttons = url === undefined ? [] : [[{ label: say(locale, "people.connect-go"), url }]];
  return toActor(textContent(text, buttons), "connect");
}
