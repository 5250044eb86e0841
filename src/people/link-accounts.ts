import { hash } from "node:crypto";
import { type Button, textContent } from "../core/content.ts";
import type { PlatformName } from "../core/message.ts";
import type { PersonData } from "../core/person-data.ts";
import { orderedId, type Random, randomId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, type PeopleDeps, pointToPrivate, tell, toActor } from "./actor.ts";
import { hashToken } from "./codes.ts";
import type { Account, LinkStore } from "./link-store.ts";
import type { PeopleStore } from "./people-store.ts";

const MINUTE_MS = 60_000;
/** A code is good for so long, and so many may be tried in that time by one person: one in 2^40 is right. */
export const LINK_MINUTES = 10;
const MAX_TRIES = 5;

export interface LinkStores {
  readonly people: PeopleStore;
  readonly links: LinkStore;
}

/** `/link`: a code, shown here, to be typed on another account. `/link CODE`: that other account. */
export async function linkAccounts(
  deps: PeopleDeps,
  stores: LinkStores,
  actor: Actor,
  code: string,
): Promise<Reply> {
  if (!actor.discreet) return pointToPrivate(actor, "link");
  return code.trim() === ""
    ? await showCode(deps, stores, actor)
    : await takeCode(deps, stores, actor, code.trim());
}

async function showCode({ clock, random }: PeopleDeps, { links }: LinkStores, actor: Actor): Promise<Reply> {
  const { personId } = actor.person;
  const code = newLinkCode(random);
  const now = clock.now();
  const linkId = orderedId(random, now);
  await links.addLinkCode({ linkId, codeHash: hashToken(code), personId }, now + LINK_MINUTES * MINUTE_MS);
  const accounts = await links.accountsOf(personId);
  const linked =
    accounts.length < 2
      ? ""
      : say(actor.locale, "people.link-list", { list: listOf(actor.locale, accounts, actor) });
  return tell(actor, "people.link-code", { code, minutes: LINK_MINUTES, linked });
}

const newLinkCode = (random: Random): string => {
  const id = randomId(random, 8);
  return `${id.slice(0, 4)}-${id.slice(4)}`;
};

async function takeCode(
  { clock, signer }: PeopleDeps,
  stores: LinkStores,
  actor: Actor,
  code: string,
): Promise<Reply> {
  const { people, links } = stores;
  const { personId } = actor.person;
  const { locale } = actor;
  const now = clock.now();
  const tries = await people.countAttempt(`link:${personId}`, LINK_MINUTES * MINUTE_MS, now);
  if (tries > MAX_TRIES) return tell(actor, "people.link-too-often", { minutes: LINK_MINUTES });
  const claimed = await links.claimLinkCode(hashToken(code), personId, now);
  if (claimed === "own") return tell(actor, "people.link-own");
  if (!claimed) return tell(actor, "people.link-wrong");
  const other = await links.accountsOf(claimed.personId);
  const text = say(locale, "people.link-confirm", {
    accounts: listOf(locale, other, undefined),
    roles: await rolesText(stores, locale, [personId, claimed.personId]),
  });
  const buttons: readonly (readonly Button[])[] = [
    [{ label: say(locale, "people.link-yes"), data: signer.sign("lk", claimed.linkId) }],
    [{ label: say(locale, "people.link-no"), data: signer.sign("lx", claimed.linkId) }],
  ];
  return toActor(textContent(text, buttons));
}

/** Whose roles the one person will have, said before it is done. */
async function rolesText(
  { people }: LinkStores,
  locale: Locale,
  personIds: readonly string[],
): Promise<string> {
  const lines = new Set<string>();
  for (const personId of personIds) {
    for (const { role, hostId } of (await people.findPerson(personId))?.roles ?? []) {
      const host = hostId === undefined ? undefined : await people.host(hostId);
      lines.add(`${host?.name ?? ""} ${say(locale, `people.role.${role}`)}`.trim());
    }
  }
  return lines.size === 0
    ? say(locale, "people.link-no-roles")
    : say(locale, "people.link-roles", { list: [...lines].join("、") });
}

/**
 * "Yes, both are mine", by who typed the code: everything of both is one person's, in this transaction. Of two who press
 * at once one wins; whoever links the other way round at the same time waits and then finds it done.
 */
export async function confirmLink<Stores extends LinkStores>(
  deps: PeopleDeps & { readonly data: readonly PersonData<Stores>[] },
  stores: Stores,
  actor: Actor,
  linkId: string,
): Promise<readonly Reply[]> {
  const { locale } = actor;
  if (!actor.discreet) return [pointToPrivate(actor, "link")];
  const now = deps.clock.now();
  const { personId } = actor.person;
  const link = await stores.links.useLink(linkId, personId, now);
  if (!link) return [tell(actor, "people.button-stale")];
  const standing = await stores.links.lockPersons([personId, link.personId]);
  if (!standing.has(personId) || !standing.has(link.personId)) return [tell(actor, "people.button-stale")];
  const before = await stores.links.accountsOf(link.personId);
  const rooms = await roomsToTell(stores, [personId, link.personId]);
  const [fromId, intoId] = await order(stores, personId, link.personId);
  const lines: string[] = [];
  const others: Reply[] = [];
  for (const one of deps.data) {
    const merged = await one.merges(stores, fromId, intoId, locale, now);
    lines.push(...merged.lines);
    others.push(...merged.replies);
  }
  const known = [...(await stores.links.accountsOf(intoId))].find(({ displayName }) => displayName);
  const nameOfStaff = known?.displayName ?? say("zh", "people.link-somebody");
  const list = lines.map((line) => `\n${line}`).join("");
  return [
    tell(actor, "people.linked", { list }),
    ...before.flatMap(({ platform, privateChatId }): readonly Reply[] =>
      privateChatId === undefined
        ? []
        : [
            {
              lane: "answer",
              purpose: "linked",
              audience: "chat",
              to: { platform, chatId: privateChatId },
              content: textContent(say(locale, "people.linked-other", { platform: actor.platform })),
            },
          ],
    ),
    ...rooms.map(
      (to): Reply => ({
        lane: "answer",
        purpose: "linked",
        audience: "chat",
        to,
        content: textContent(say("zh", "people.linked-staff", { name: nameOfStaff })),
      }),
    ),
    ...others,
  ];
}

/** A member of the staff works from another account from now on: her colleagues should know. */
async function roomsToTell(
  { people }: LinkStores,
  personIds: readonly string[],
): Promise<readonly { readonly platform: PlatformName; readonly chatId: string }[]> {
  const hosts = new Set<string>();
  for (const personId of personIds) {
    for (const { hostId } of (await people.findPerson(personId))?.roles ?? []) {
      if (hostId !== undefined) hosts.add(hostId);
    }
  }
  const rooms = await Promise.all([...hosts].map((hostId) => people.chatsOf(hostId, "staff")));
  return rooms.flat().flatMap(({ platform, chatId, gone }) => (gone ? [] : [{ platform, chatId }]));
}

/** Who works for somebody stays who she is, because much names her; else whoever showed the code. */
async function order(
  { people }: LinkStores,
  typed: string,
  showed: string,
): Promise<readonly [fromId: string, intoId: string]> {
  const worksFor = async (personId: string) => ((await people.findPerson(personId))?.roles ?? []).length > 0;
  return (await worksFor(typed)) && !(await worksFor(showed)) ? [showed, typed] : [typed, showed];
}

/** "No": the code is used up, and nothing happens. */
export async function declineLink(
  { clock }: PeopleDeps,
  { links }: LinkStores,
  actor: Actor,
  linkId: string,
): Promise<Reply> {
  const link = await links.useLink(linkId, actor.person.personId, clock.now());
  return tell(actor, link ? "people.link-declined" : "people.button-stale");
}

/** `/unlink`: the accounts, each with a button. What stays with whom is said before anything is done. */
export async function showUnlink(
  { signer }: PeopleDeps,
  { links }: LinkStores,
  actor: Actor,
): Promise<Reply> {
  if (!actor.discreet) return pointToPrivate(actor, "unlink");
  const { locale } = actor;
  const accounts = await links.accountsOf(actor.person.personId);
  if (accounts.length < 2) return tell(actor, "people.unlink-only-one");
  const buttons = accounts.map((account) => [
    { label: nameOf(locale, account, actor), data: signer.sign("ul", digestOf(account)) },
  ]);
  return toActor(textContent(say(locale, "people.unlink-which"), buttons));
}

/** One of them was pressed: what it means, and the button that does it. */
export async function askUnlink(
  { signer }: PeopleDeps,
  { links }: LinkStores,
  actor: Actor,
  digest: string,
): Promise<Reply> {
  const account = await ownAccount(links, actor, digest);
  if (!account) return tell(actor, "people.button-stale");
  const { locale } = actor;
  const button = { label: say(locale, "people.unlink-yes"), data: signer.sign("uy", digest) };
  const text = say(locale, "people.unlink-confirm", { account: nameOf(locale, account, actor) });
  return toActor(textContent(text, [[button]]));
}

/** The account leaves: from now on it is somebody who has just come. Both sides hear it. */
export async function unlinkAccount(
  { clock, random }: PeopleDeps,
  { links }: LinkStores,
  actor: Actor,
  digest: string,
): Promise<readonly Reply[]> {
  const { personId } = actor.person;
  // Of two who press at once the second finds it done.
  await links.lockPersons([personId]);
  const account = await ownAccount(links, actor, digest);
  const now = clock.now();
  if (!account || !(await links.splitAccount(account, personId, orderedId(random, now), now))) {
    return [tell(actor, "people.button-stale")];
  }
  const { locale } = actor;
  const values = { account: nameOf(locale, account, actor) };
  const { privateChatId, platform } = account;
  const isHere = privateChatId === actor.chatId && platform === actor.platform;
  return [
    tell(actor, "people.unlinked", values),
    ...(privateChatId === undefined || isHere
      ? []
      : [
          {
            lane: "answer",
            purpose: "unlinked",
            audience: "chat",
            to: { platform, chatId: privateChatId },
            content: textContent(say(locale, "people.unlinked-other")),
          } as const,
        ]),
  ];
}

/** Short enough for a button, and no account can be read from it. */
const digestOf = ({ platform, userId }: Account): string =>
  hash("sha256", `${platform}:${userId}`, "base64url").slice(0, 16);

const ownAccount = async (links: LinkStore, actor: Actor, digest: string): Promise<Account | undefined> =>
  actor.discreet
    ? (await links.accountsOf(actor.person.personId)).find((one) => digestOf(one) === digest)
    : undefined;

/** An account without a name: the platform, the end of its number, and whether it is the one in use. */
function nameOf(
  locale: Locale,
  { platform, userId, privateChatId }: Account,
  actor: Actor | undefined,
): string {
  const end = userId.slice(-3);
  const isHere = actor?.platform === platform && actor.chatId === privateChatId;
  return say(locale, isHere ? "people.account-here" : "people.account", {
    platform: say(locale, `people.platform.${platform}`),
    end,
  });
}

const listOf = (locale: Locale, accounts: readonly Account[], actor: Actor | undefined): string =>
  accounts.map((account) => nameOf(locale, account, actor)).join("、");
