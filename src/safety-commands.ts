import { momentText, staffName, targetOf, teamOf, zoneOf } from "./cases/index.ts";
import { type Action, type Content, type Target, textContent } from "./core/content.ts";
import type { Reply } from "./core/reply.ts";
import { say } from "./core/texts/index.ts";
import { isOperator, isStaffOf, mayHandleCases, tell } from "./people/index.ts";
import { ACTS, type Act, type RaisedText } from "./safety/index.ts";
import { actorOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

const numberIn = (arg: string): number | undefined => (/^\d{1,12}$/.test(arg) ? Number(arg) : undefined);

/** Who of the staff looked at a report first; for whoever works for its host alone. */
const noteSeen: Run = async ({ clock }, { safety }, scene, arg) => {
  const actor = actorOf(scene);
  const number = numberIn(arg);
  const event = number === undefined ? undefined : await safety.event(number);
  if (number === undefined || !event) return [tell(actor, "people.button-stale")];
  const { person } = scene;
  const may = event.hostId === undefined ? isOperator(person) : isStaffOf(person, event.hostId);
  if (!may) return [tell(actor, "safety.seen-not-yours")];
  const first = await safety.markSeen(number, person.personId, clock.now());
  return [tell(actor, first ? "safety.seen-noted" : "safety.seen-before", { number })];
};

const MUTE_MS = 86_400_000;
const isAct = (word: string): word is Act => ACTS.some((act) => act === word);

/** A raised text that is still known, with who has something done about it. */
interface Deed {
  readonly number: number;
  readonly found: RaisedText & { readonly messageId: string; readonly userId: string };
  /** Where the staff reads what came of it. */
  readonly room: Target;
  readonly who: string;
}

/**
 * Removes a hurtful message, mutes its writer for a day, or has a kind word said to her in private: only on the press of
 * somebody who handles this host's cases. Nothing is said in the group.
 */
const actOn: Run = async (deps, stores, scene, arg) => {
  const actor = actorOf(scene);
  const [first = "", act = ""] = arg.split(".");
  const number = numberIn(first);
  const found = number === undefined ? undefined : await stores.safety.event(number);
  if (number === undefined || !found || !isAct(act)) return [tell(actor, "people.button-stale")];
  if (!mayHandleCases(scene.person, found.hostId)) {
    return [tell(actor, "people.not-allowed", { who: say(actor.locale, "safety.act-who") })];
  }
  const { messageId, userId } = found;
  if (messageId === undefined || userId === undefined) {
    return [tell(actor, "safety.act-forgotten", { number })];
  }
  const who = await staffName(stores, found.hostId, scene.person.personId);
  const room = { platform: actor.platform, chatId: actor.chatId };
  const deed = { number, found: { ...found, messageId, userId }, room, who };
  return await (act === "warn" ? warn : carryOut)(deps, stores, scene, deed, act);
};

type Do = (
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  deed: Deed,
  act: Act,
) => Promise<readonly Reply[]>;

/** Pressed again, it is done again: that is harmless, and helps where the right was given meanwhile. */
const carryOut: Do = async (deps, stores, scene, { number, found, room, who }, act) => {
  const now = deps.clock.now();
  const { platform, chatId, messageId, userId } = found;
  const before = await stores.safety.markAct(number, act, scene.person.personId, now, now - MUTE_MS);
  const said = (outcome: string): Content =>
    textContent(`${say("zh", "safety.act-by", { number, who })}${outcome}`);
  const again =
    before &&
    say("zh", "safety.act-again", {
      who: await staffName(stores, found.hostId, before.personId),
      when: momentText("zh", before.at, now, await zoneOf(stores, found.hostId)),
    });
  const action: Action = {
    platform,
    chatId,
    deed:
      act === "remove"
        ? { kind: "remove-message", messageId }
        : // The day begins with the first press.
          { kind: "mute-member", userId, untilMs: (before?.at ?? now) + MUTE_MS },
    otherwise: {
      "no-right": said(say("zh", "safety.act-refused.no-right")),
      gone: said(say("zh", "safety.act-refused.gone")),
      failed: said(say("zh", "safety.act-refused.failed")),
    },
  };
  const done = say("zh", act === "remove" ? "safety.act-done.remove" : "safety.act-done.mute");
  const content = said(`${done}${again ?? ""}`);
  return [{ lane: "answer", purpose: `act.${act}`, audience: "chat", to: room, content, action }];
};

/** Said once, whoever presses. */
const warn: Do = async (deps, stores, scene, { number, found, room, who }) => {
  const actor = actorOf(scene);
  const now = deps.clock.now();
  const { hostId, personId, platform, chatId, userId, locale } = found;
  const from = { platform, chatId, kind: "group", userId, locale } as const;
  const to =
    personId === undefined ? undefined : await targetOf(deps.cases, stores, { personId, view: { from } });
  if (!to) return [tell(actor, "safety.act-no-way", { number })];
  const before = await stores.safety.markAct(number, "warn", scene.person.personId, now);
  if (before) {
    const earlier = await staffName(stores, hostId, before.personId);
    const when = momentText(actor.locale, before.at, now, await zoneOf(stores, hostId));
    return [tell(actor, "safety.act-warned", { number, who: earlier, when })];
  }
  const place = await stores.people.chat(platform, chatId);
  const words = say(locale, "safety.warning", {
    title: place?.title ?? say(locale, "people.untitled"),
    team: await teamOf(stores.people, hostId, locale),
  });
  const done = textContent(
    `${say("zh", "safety.act-by", { number, who })}${say("zh", "safety.act-done.warn")}`,
  );
  const unreached = { to: room, content: textContent(say("zh", "safety.act-unreached", { number })) };
  return [
    { lane: "answer", purpose: "act.warning", audience: "chat", to, content: textContent(words), unreached },
    { lane: "answer", purpose: "act.warn", audience: "chat", to: room, content: done },
  ];
};

/** What staff press on the reports of triage. */
export const SAFETY_BUTTONS: Readonly<Record<string, Run>> = { sw: noteSeen, sx: actOn };
