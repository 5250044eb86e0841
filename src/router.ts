import { address, closeInteraction, introduce } from "./addressing.ts";
import { refuseMoney, takeFormAnswer } from "./aid-commands.ts";
import { soundAlarm } from "./alarms.ts";
import { composes, sayDraftDanger, takeForAnnouncement } from "./alert-commands.ts";
import { considerQuestion } from "./answering/index.ts";
import {
  isCaseWork,
  noteDeleted,
  noteEdited,
  takeFromStaff,
  takeToCase,
  withoutEverydayCommand,
} from "./case-commands.ts";
import { carriesCode, noteUndelivered } from "./cases/index.ts";
import { answer, asksForChatAdmin, isAnsweredLater, pressButton, runCommand } from "./commands.ts";
import { considerAhead } from "./consider-ahead.ts";
import { type Draft, type Target, textContent } from "./core/content.ts";
import type { ButtonEvent, InboundEvent, MessageEvent } from "./core/message.ts";
import type { Platform } from "./core/platform.ts";
import type { Reply } from "./core/reply.ts";
import { say } from "./core/texts/index.ts";
import { answerSetUp } from "./coupon-commands.ts";
import { type Delivery, type InboxEntry, toDeliveries } from "./delivery/index.ts";
import { hearVoice, showHeard, type Voice, withWords } from "./hear-voice.ts";
import { type ChatAdmin, childAges, mayEdit, takeHostName, tell } from "./people/index.ts";
import { raiseByModel } from "./raise-by-model.ts";
import { readDocument } from "./read-document.ts";
import {
  isUrgent,
  judgeForChild,
  judgeTogether,
  mayBePiece,
  needsOf,
  TOGETHER_MS,
  type Triage,
} from "./safety/index.ts";
import { actorOf, type RouterDeps, type RouterStores, type Scene, setScene } from "./scene.ts";
import { answerSmallTalk, readSmallTalk } from "./small-talk.ts";

export interface Router {
  /** Handles one entry whole: its effects and `inbox.finish` are one commit. Throws when that failed; try again. */
  handle(entry: InboxEntry): Promise<void>;
  /** Tells the people concerned that an entry could not be handled. */
  giveUp(entry: InboxEntry, errorRef: string): Promise<void>;
  /**
   * Says in the group that a private message could not be delivered, never to whom or about what; to the staff, where it
   * was theirs.
   */
  privateRefused(delivery: Delivery): Promise<void>;
}

/** Somebody else finished this entry meanwhile: its effects are undone and nothing is sent. */
class AlreadyDone extends Error {}

const MINUTE_MS = 60_000;
const CALM: Triage = { level: "none", kinds: [], rules: [], words: [] };

export function createRouter(deps: RouterDeps): Router {
  const triageOf = (event: InboundEvent): Triage => {
    if (event.kind !== "message") return CALM;
    const triage = deps.triage(event.text);
    deps.onTriaged?.(triage);
    return triage;
  };

  async function handle(written: InboxEntry): Promise<void> {
    const first = triageOf(written.event); // before everything else, whatever comes of the rest
    const platform = deps.platforms.get(written.event.platform);
    if (!platform) throw new Error(`no platform ${written.event.platform} is configured`);
    // A caption about danger does not wait for what was spoken under it.
    const voice = isUrgent(first) ? undefined : await hearVoice(deps, written.event, platform);
    const entry = { ...written, event: withWords(written.event, voice) };
    const { event } = entry;
    const own = event === written.event ? first : triageOf(event);
    const chatAdmin = await askChatAdmin(event, platform);
    const document = await readDocument(deps, event, platform);
    const [triage, ahead] = await Promise.all([
      raiseByModel(deps, event, own),
      considerAhead(deps, event, own, platform),
    ]);
    let deliveries: readonly Delivery[] = [];
    const afterwards: (() => void)[] = [];
    try {
      deliveries = await deps.transact(async (stores) => {
        afterwards.length = 0; // a transaction may be tried again
        const later = (work: () => void) => void afterwards.push(work);
        const said = await route(stores, entry, triage, platform, chatAdmin, later, {
          ahead,
          document,
          voice,
        });
        if (!(await stores.inbox.finish(entry.id, deps.clock.now()))) throw new AlreadyDone();
        return said;
      });
    } catch (error) {
      if (error instanceof AlreadyDone) {
        deps.onHandled?.(event);
        return;
      }
      // What failed is tried again in a while; danger does not wait for that.
      if (event.kind === "message" && isUrgent(triage)) {
        await alarmAnyway(entry, event, triage).catch((failure: unknown) =>
          deps.logger.error({ error: failure, inboxId: entry.id }, "an alarm could not be raised yet"),
        );
      }
      throw error;
    }
    deps.offer(deliveries);
    deps.onHandled?.(event);
    for (const work of afterwards) work();
  }

  async function askChatAdmin(event: InboundEvent, platform: Platform): Promise<ChatAdmin> {
    if (event.kind !== "message" && event.kind !== "button") return undefined;
    if (!asksForChatAdmin(deps, event)) return undefined;
    try {
      return await platform.isChatAdmin(event.chat.chatId, event.sender.userId);
    } catch (error) {
      deps.logger.warn({ error, platform: platform.name }, "asking for a chat's administrators failed");
      return undefined; // the feature says kindly that it could not check
    }
  }

  async function route(
    stores: RouterStores,
    entry: InboxEntry,
    triage: Triage,
    platform: Platform,
    chatAdmin: ChatAdmin,
    afterCommit: Scene["afterCommit"],
    { voice, ...found }: Pick<Scene, "ahead" | "document"> & { readonly voice: Voice | undefined },
  ): Promise<readonly Delivery[]> {
    const { event } = entry;
    const now = deps.clock.now();
    if (event.kind === "membership") {
      const { chatId } = event.chat;
      if (event.status === "gone") {
        await stores.people.markChatGone(event.platform, chatId, "removed", now);
        await stores.outbox.failTarget(event.platform, chatId, "target-gone", now);
      } else {
        const { kind, title } = event.chat;
        await stores.people.seeChat(
          {
            platform: event.platform,
            chatId,
            kind,
            title,
            seesAll: event.seesAll,
          },
          now,
        );
      }
      return [];
    }
    if (event.kind === "migration") {
      await stores.people.moveChat(event.platform, event.chat.chatId, event.toChatId, now);
      await stores.outbox.retarget(event.platform, event.chat.chatId, event.toChatId);
      return [];
    }
    if (event.kind === "deletion") {
      const said = await noteDeleted(deps, stores, event);
      const drafts = said.flatMap(({ lane, purpose, content, to, handle, edit }) =>
        to ? [{ lane, purpose, content, to, handle, edit }] : [],
      );
      return await enqueue(stores, originOf(event), drafts);
    }
    const scene = {
      ...(await setScene(deps, stores, event, platform, chatAdmin, afterCommit)),
      ...found,
    };
    deps.onPlaced?.(scene);
    const replies =
      event.kind === "button"
        ? await pressButton(deps, stores, scene, event.data)
        : await hear(stores, entry, scene, withoutEverydayCommand(event, scene), triage, voice);
    const introduced = scene.person.greeted ? undefined : introduce(scene, replies);
    if (introduced) await stores.people.markGreeted(scene.person.personId, now);
    const drafts = (introduced ?? replies).flatMap((reply) => address(scene, reply));
    const isLater = event.kind === "button" && isAnsweredLater(deps, event.data);
    const closing = isLater ? [] : closeInteraction(scene, drafts);
    return await enqueue(stores, originOf(event), [...drafts, ...closing]);
  }

  /** A message: danger first, then limits, commands, an open question of ours, then the question itself. */
  async function hear(
    stores: RouterStores,
    entry: InboxEntry,
    scene: Scene,
    event: MessageEvent,
    alone: Triage,
    voice: Voice | undefined,
  ): Promise<readonly Reply[]> {
    // Staff talk about many fans in a row; their sentences are not one.
    const isRoom = scene.chat?.purpose === "staff";
    // Nor is what she writes for others a plea of her own.
    const isComposed = isUrgent(alone) && (await composes(stores, scene, event));
    const amongStaff = isRoom || isComposed;
    const [youngest] = childAges(scene.person, deps.clock);
    const triage = amongStaff
      ? alone
      : await withEarlier(stores, entry, event, judgeForChild(deps.triage, event.text, alone, youngest));
    const raised = {
      event,
      inboxId: entry.id,
      triage,
      hostId: scene.hostId,
      personId: scene.person.personId,
      title: scene.chat?.title,
      place: scene.discreet ? "private" : "group",
      amongStaff,
      locale: scene.locale,
      way: scene.platform,
    } as const;
    // An editor's article names what is dangerous; it is read by a second editor before anybody else sees it.
    if (handsInArticle(scene, event)) return await reply(stores, scene, event);
    const shown = (said: readonly Reply[]) => showHeard(scene, said, voice);
    const isMoney = triage.kinds.some((kind) => kind === "money-appeal") && !isUrgent(triage);
    if (isMoney) {
      const refused = await refuseMoney(deps, stores, scene, event, isCaseWork(event, scene));
      if (refused) return [...(await soundAlarm(deps, stores, raised)), ...refused];
    }
    // What staff writes about somebody else is for that person, or for the case, and no plea of her own.
    const answered = await takeFromStaff(deps, stores, scene, event);
    if (answered) return answered;
    if (isCaseWork(event, scene)) return await reply(stores, scene, event);
    const filled = isUrgent(triage) ? undefined : await takeFormAnswer(deps, stores, scene, event);
    // What somebody needs who answers a form that asks for it is told already.
    if (filled && triage.kinds.every((kind) => ASKED_FOR.has(kind))) return filled;
    const alarms = isQuiet(event, triage) ? [] : await soundAlarm(deps, stores, raised);
    if (filled) return [...alarms, ...filled];
    if (event.edited) return shown([...alarms, ...(await noteEdited(deps, stores, scene, event))]);
    if (isUrgent(triage)) {
      const composed = isComposed ? await reply(stores, scene, event) : [];
      return shown([...alarms, ...composed, ...(isComposed ? [sayDraftDanger(scene)] : [])]);
    }
    // Before any limit: nothing that is meant for the humans who talk with a fan gets lost.
    const isForTheBot = () => canAnswer(scene, event);
    const heard = await takeToCase(deps, stores, scene, event, triage, isForTheBot);
    if (heard.isForHumans) return [...alarms, ...heard.replies];
    const said = await (event.limited ? sayLimited(stores, scene) : reply(stores, scene, event));
    return [...shown([...alarms, ...said]), ...heard.replies];
  }

  /** What the bot can answer by itself needs no human: small talk, a code to check, a question with a reviewed answer. */
  function canAnswer({ ahead }: Scene, event: MessageEvent): boolean {
    const text = event.text.trim();
    const talk = readSmallTalk(text);
    if (text === "" || (talk !== undefined && talk !== "human") || carriesCode(text)) return true;
    const decision = ahead?.text === text ? ahead.considered.decision : undefined;
    const found = decision ?? considerQuestion(deps.answering, { text, heard: "addressed" });
    return found?.outcome === "answered";
  }

  /** The triage of a text together with what its writer sent just before; the inbox remembers it, for any process. */
  async function withEarlier(
    { inbox }: Pick<RouterStores, "inbox">,
    { id, receivedAt }: InboxEntry,
    { platform, chat, sender, text, command, edited }: MessageEvent,
    own: Triage,
  ): Promise<Triage> {
    if (command || edited || !mayBePiece(text, own)) return own;
    const of = { platform, chatId: chat.chatId, senderId: sender.userId };
    const earlier = await inbox.earlierTexts(of, id, receivedAt - TOGETHER_MS);
    return judgeTogether(deps.triage, earlier, text, own);
  }

  async function reply(stores: RouterStores, scene: Scene, event: MessageEvent): Promise<readonly Reply[]> {
    if (event.command) return await runCommand(deps, stores, scene, event.command);
    const forAnnouncement = await takeForAnnouncement(deps, stores, scene, event);
    if (forAnnouncement) return forAnnouncement;
    const text = event.text.trim();
    const addressed = event.addressed !== "none";
    if (text === "") {
      if (!addressed) return [];
      return [tell(actorOf(scene), event.media.length > 0 ? "reply.no-text" : "reply.mention-usage")];
    }
    if (addressed && carriesCode(text))
      return await runCommand(deps, stores, scene, { name: "verify", args: text });
    const talk = addressed ? readSmallTalk(text) : undefined;
    if (talk === "human") return await runCommand(deps, stores, scene, { name: "human", args: "" });
    if (talk) return answerSmallTalk(scene, talk);
    const named = await takeHostName(deps.people, stores, actorOf(scene), text);
    if (named) return [named];
    const setUp = await answerSetUp(deps, stores, scene, text);
    if (setUp) return [setUp];
    // A command that does not exist is no question.
    if (addressed && /^[/／][a-z]/i.test(text)) {
      return await runCommand(deps, stores, scene, { name: "help", args: "" });
    }
    // A command that reached us without being ours is another bot's ("/ask@other_bot …").
    if (!addressed && /^[/／][a-z]/i.test(text)) return [];
    // Staff talk among themselves; the bot speaks there when spoken to.
    if (!addressed && scene.chat?.purpose === "staff") return [];
    const heard = addressed ? "addressed" : scene.platform.abilities.answersUnaddressed;
    return await answer(deps, stores, scene, text, heard);
  }

  async function sayLimited(stores: RouterStores, scene: Scene): Promise<readonly Reply[]> {
    const key = `limited:${scene.person.personId}`;
    const count = await stores.people.countAttempt(key, MINUTE_MS, deps.clock.now());
    if (count > 1) return [];
    const content = textContent(say(scene.locale, "people.limited"));
    return [
      {
        lane: "answer",
        purpose: "limited",
        audience: "person",
        content,
        otherwise: content,
      },
    ];
  }

  async function enqueue(
    { outbox }: Pick<RouterStores, "outbox">,
    origin: string,
    drafts: readonly Draft[],
  ): Promise<readonly Delivery[]> {
    const rows = drafts.flatMap((draft) => {
      const abilities = deps.platforms.get(draft.to.platform)?.abilities;
      // A staff room on a platform that is not configured now: nothing can be rendered for it.
      return abilities ? toDeliveries(draft, origin, abilities, deps.random) : [];
    });
    // Everything a router says is waited for and harmless to repeat, so it may be ours from the beginning.
    return await outbox.enqueue(rows, deps.clock.now(), deps.lease());
  }

  /** The alarm without anything that may have made handling fail; what was said already is not said again. */
  async function alarmAnyway(entry: InboxEntry, event: MessageEvent, triage: Triage): Promise<void> {
    const deliveries = await deps.transact(async (stores) => {
      const chat = await stores.people.chat(event.platform, event.chat.chatId);
      const replies = await soundAlarm(deps, stores, {
        event,
        inboxId: entry.id,
        triage,
        hostId: chat?.host?.hostId,
        personId: undefined,
        title: event.chat.title,
        place: event.discreet ? "private" : event.chat.kind,
        amongStaff: chat?.purpose === "staff",
        locale: "zh",
        way: deps.platforms.get(event.platform) ?? { deepLink: () => undefined },
      });
      const drafts = replies
        .filter(({ audience }) => audience === "chat")
        .map(({ lane, purpose, content, to }) => ({ lane, purpose, content, to: to ?? origin(event) }));
      return await enqueue(stores, originOf(event), drafts);
    });
    deps.offer(deliveries);
    deps.onHandled?.(event);
  }

  async function giveUp(entry: InboxEntry, errorRef: string): Promise<void> {
    const { event } = entry;
    if (event.kind !== "message" && event.kind !== "button") return;
    if (event.kind === "message") {
      const triage = triageOf(event);
      if (isUrgent(triage)) return await alarmAnyway(entry, event, triage);
      if (event.addressed === "none" && event.chat.kind === "group") return;
    }
    const content = textContent(say("zh", "people.failed", { ref: errorRef }));
    const draft: Draft = { lane: "answer", purpose: "failed", content, to: origin(event) };
    deps.offer(await deps.transact((stores) => enqueue(stores, originOf(event), [draft])));
  }

  async function privateRefused({ dedupeKey, lane, to, unreached }: Delivery): Promise<void> {
    if (lane === "case") {
      const told = await deps.transact(async (stores) => {
        const drafts = (await noteUndelivered(deps.cases, stores, dedupeKey)) ?? [];
        return await enqueue(stores, `${dedupeKey}:undelivered`, drafts);
      });
      deps.offer(told);
    }
    // Who wrote it is told elsewhere; nobody in the group waits for it.
    if (to.visibleTo === undefined || unreached) return;
    const content = textContent(say("zh", "people.private-refused"));
    const target: Target = { platform: to.platform, chatId: to.chatId, threadId: to.threadId };
    const draft: Draft = { lane, purpose: "private-refused", content, to: target };
    deps.offer(await deps.transact((stores) => enqueue(stores, dedupeKey, [draft])));
  }

  return { handle, giveUp, privateRefused };
}

/** Kinds of triage of which a form asks people to write. */
const ASKED_FOR: ReadonlySet<string> = new Set(["hardship", "after-sale"]);

/**
 * Nothing to raise: calm words, a need in a command, which is answered by what it does, or a message of the staff that is
 * passed on to be checked and speaks of goods in the staff's words.
 */
const isQuiet = ({ command, text }: MessageEvent, triage: Triage): boolean =>
  triage.level === "none" ||
  (!isUrgent(triage) && (carriesCode(text) || (command !== undefined && needsOf(triage).length > 0)));

/** A whole article, from its front matter on, handed in by somebody who may: no one is speaking in it. */
const handsInArticle = ({ person }: Scene, { command, edited, limited }: MessageEvent): boolean =>
  command?.name === "edit" &&
  /^\S+\s+---\n[\s\S]*\n---(?:\n|$)/.test(command.args) &&
  !edited &&
  !limited &&
  mayEdit(person);

/** Where an update came from, as far as the update itself tells. */
const origin = (event: MessageEvent | ButtonEvent): Target => ({
  platform: event.platform,
  chatId: event.chat.chatId,
  threadId: event.chat.threadId,
  interaction: event.interaction,
  visibleTo: event.kind === "message" && event.discreet ? event.sender.userId : undefined,
});

/** What caused a reply: the same message, delivered or edited again, leads to the same dedupe keys. */
const originOf = (event: InboundEvent): string =>
  event.kind === "message" && event.edited
    ? `${event.platform}:${event.chat.chatId}:m:${event.messageId}`
    : `${event.platform}:${event.chat.chatId}:${event.updateKey}`;
