import { type Draft, textContent } from "../core/content.ts";
import { orderedId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import {
  type Edited,
  editText,
  type LiveChange,
  moveText,
  type PublishRequest,
  problemText,
  retireArticle,
  rollBack,
  startDraft,
} from "../knowledge/index.ts";
import type { Actor, PeopleStore } from "../people/index.ts";
import { answerText, atDesk, refused, whose } from "./desk.ts";
import type { EditingDeps, EditingStores } from "./editing-deps.ts";
import { GAPS_SHOWN } from "./list-gaps.ts";
import { firstLines } from "./outcome-text.ts";
import type { Publisher } from "./publisher.ts";
import { actsOn, showButton } from "./show-text.ts";

/** Different wordings that go into a new draft. */
const WORDINGS = 12;

/** What happens after the commit: until then nothing has changed. */
export type AfterCommit = (work: () => void) => void;

/** A button under the list of gaps: an article about these questions. */
export async function draftFromGap(
  deps: EditingDeps,
  stores: EditingStores,
  actor: Actor,
  groupId: string,
): Promise<Reply> {
  const refusal = atDesk(actor, "edit");
  if (refusal) return refusal;
  const group = await stores.gaps.gapGroup(groupId);
  const mine = whose(actor);
  const isMine =
    group && (mine === "everybody" || (group.hostId !== undefined && mine.includes(group.hostId)));
  if (!group || !isMine || group.status !== "open") return refused(actor, { code: "unknown" });
  const questions = await stores.gaps.gapQuestions(groupId, WORDINGS);
  const from = { questions: [...new Set([group.question, ...questions])], gapGroupId: groupId };
  const number = await startDraft(deps, stores, from, actor.person.personId);
  return answerText(actor, say(actor.locale, "editing.drafted", { number }), [
    [showButton(deps, actor, number)],
  ]);
}

/** `/draft 3`: the third of the list; `/draft QUESTION`: an article about a question of one's own. */
export async function draftFrom(
  deps: EditingDeps,
  stores: EditingStores,
  actor: Actor,
  what: string,
): Promise<Reply> {
  const refusal = atDesk(actor, "edit");
  if (refusal) return refusal;
  if (what === "") return answerText(actor, say(actor.locale, "editing.usage-ref", { command: "/draft" }));
  if (/^\d{1,2}$/.test(what)) {
    const group = (await stores.gaps.gapGroups(whose(actor), GAPS_SHOWN))[Number(what) - 1];
    return group
      ? await draftFromGap(deps, stores, actor, group.groupId)
      : refused(actor, { code: "unknown" });
  }
  const from = { questions: [what.slice(0, 200)], gapGroupId: undefined };
  const number = await startDraft(deps, stores, from, actor.person.personId);
  return answerText(actor, say(actor.locale, "editing.drafted", { number }), [
    [showButton(deps, actor, number)],
  ]);
}

/** `/edit REF TEXT`, or a file with the caption `/edit REF`. */
export async function editByText(
  deps: EditingDeps,
  stores: EditingStores,
  actor: Actor,
  args: string,
  document?: { readonly text: string } | "unreadable",
): Promise<Reply> {
  const refusal = atDesk(actor, "edit");
  if (refusal) return refusal;
  const [, ref = "", typed = ""] = /^(\S*)\s*([\s\S]*)$/.exec(args) ?? [];
  if (document === "unreadable")
    return answerText(actor, say(actor.locale, "editing.file-unreadable", { ref }));
  const text = document?.text ?? typed;
  if (ref === "" || text.trim() === "") return answerText(actor, say(actor.locale, "editing.usage-edit"));
  const edited = await editText(deps, stores, ref, text, actor.person.personId);
  if (!edited.ok) return refused(actor, edited.refusal);
  const number = edited.value;
  const revision = await stores.articles.revision(number);
  const problems = revision ? deps.check(revision.articleId, revision.text) : [];
  const said =
    problems.length === 0
      ? say(actor.locale, "editing.edited", { number })
      : say(actor.locale, "editing.edited-open", { number, problems: firstLines(problemText(problems)) });
  return answerText(actor, said, revision ? actsOn(deps, actor, revision) : []);
}

const MOVED = {
  submit: "editing.submitted",
  "send-back": "editing.sent-back",
  discard: "editing.discarded",
} as const;

/** `/submit`, and the buttons that send back or put away. */
export async function move(
  deps: EditingDeps,
  stores: EditingStores,
  actor: Actor,
  ref: string,
  act: keyof typeof MOVED,
): Promise<Reply> {
  const refusal = atDesk(actor, "edit");
  if (refusal) return refusal;
  const number = readNumber(ref);
  if (number === undefined)
    return answerText(actor, say(actor.locale, "editing.usage-ref", { command: `/${act}` }));
  const moved = await moveText(deps, stores, number, act, actor.person.personId);
  if (!moved.ok) return refused(actor, moved.refusal);
  return answerText(actor, say(actor.locale, MOVED[act], { number }), actsOn(deps, actor, moved.value));
}

const readNumber = (ref: string): number | undefined => {
  const digits = /^#?(\d{1,9})$/.exec(ref.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** `/publish`: asks for the golden gate; its outcome follows as a message of its own. */
export async function publish(
  deps: EditingDeps & { readonly publisher: Publisher },
  stores: EditingStores,
  actor: Actor,
  ref: string,
  where: { readonly visibleTo: string | undefined },
  afterCommit: AfterCommit,
): Promise<Reply> {
  const refusal = atDesk(actor, "edit");
  if (refusal) return refusal;
  const number = readNumber(ref);
  if (number === undefined)
    return answerText(actor, say(actor.locale, "editing.usage-ref", { command: "/publish" }));
  const request: PublishRequest = {
    requestId: orderedId(deps.random, deps.clock.now()),
    number,
    personId: actor.person.personId,
    chat: { platform: actor.platform, chatId: actor.chatId, visibleTo: where.visibleTo },
    locale: actor.locale,
  };
  const asked = await deps.publisher.request(stores, request);
  if (!asked.ok) return refused(actor, asked.refusal);
  afterCommit(() => deps.publisher.wake());
  return answerText(actor, say(actor.locale, "editing.checking", { number }));
}

const LIVE = {
  retire: { run: retireArticle, said: "editing.retired", told: "editing.told-retired" },
  "roll-back": { run: rollBack, said: "editing.rolled-back", told: "editing.told-rolled-back" },
} as const;

/** `/retire` and `/rollback`: in effect at once, told in every staff room. */
export async function changeLive(
  deps: EditingDeps,
  stores: EditingStores,
  actor: Actor,
  ref: string,
  act: keyof typeof LIVE,
  afterCommit: AfterCommit,
): Promise<readonly Reply[]> {
  const refusal = atDesk(actor, "edit");
  if (refusal) return [refusal];
  const command = act === "retire" ? "/retire" : "/rollback";
  if (ref === "") return [answerText(actor, say(actor.locale, "editing.usage-ref", { command }))];
  const { run, said } = LIVE[act];
  const changed: Edited<LiveChange> = await run(deps, stores, ref, actor.person.personId);
  if (!changed.ok) return [refused(actor, changed.refusal)];
  afterCommit(() => deps.keeper.changed(changed.value));
  const article = changed.value.articleId;
  const told = (await tellRooms(stores.people, act, article))
    .filter(({ to }) => actor.discreet || to.platform !== actor.platform || to.chatId !== actor.chatId)
    .map((draft): Reply => ({ ...draft, audience: "chat" }));
  return [answerText(actor, say(actor.locale, said, { article })), ...told];
}

/** Word of a change to every staff room; to the operators where there is none. */
export async function tellRooms(
  people: PeopleStore,
  act: keyof typeof LIVE,
  article: string,
): Promise<readonly Draft[]> {
  const content = textContent(say("zh", LIVE[act].told, { article }));
  return (await editorRooms(people)).map((to) => ({
    lane: "announcement",
    purpose: `told-${act}`,
    to,
    content,
  }));
}

/** Where editors read: all staff rooms, else the operators' private chats. */
export async function editorRooms(people: PeopleStore): Promise<readonly Draft["to"][]> {
  const hosts = (await people.hosts()).filter(({ sample }) => !sample);
  const rooms = (await Promise.all(hosts.map(({ hostId }) => people.chatsOf(hostId, "staff"))))
    .flat()
    .filter(({ gone }) => !gone);
  const chats = rooms.length > 0 ? rooms : await people.operatorChats();
  return chats.map(({ platform, chatId }) => ({ platform, chatId }));
}
