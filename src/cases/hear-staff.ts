import type { MediaRef } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { type Actor, hostsHandled } from "../people/index.ts";
import { addNote } from "./add-note.ts";
import type { CaseMedia } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText } from "./desk.ts";
import { readKey } from "./words.ts";
import { writeToFan } from "./write-to-fan.ts";

/**
 * A reply to a card or to what a fan wrote goes to the fan, a reply to a request for a note into the case; to anything
 * else about a case it is talk among the staff, to which nothing is said. Undefined when it replies to nothing of a case.
 */
export async function hearStaff(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  said: {
    readonly text: string;
    readonly media: CaseMedia;
    readonly files: readonly MediaRef[];
    readonly replyToMessageId: string;
    readonly edited: boolean;
    readonly ref: string;
  },
): Promise<readonly Reply[] | undefined> {
  const chatIds = actor.parentId === undefined ? [actor.chatId] : [actor.chatId, actor.parentId];
  const key = await stores.cases.keyOfSent(actor.platform, chatIds, said.replyToMessageId);
  const about = readKey(key);
  if (!about) return undefined;
  const isStaffRoom = !actor.discreet && actor.chat?.purpose === "staff";
  if (!isStaffRoom && hostsHandled(actor.person).length === 0) return undefined; // a fan, replying to us
  // In private a member of the staff may be a fan too: her own case is hers.
  const found = await stores.cases.lock(about.caseId);
  if (!isStaffRoom && found?.personId === actor.person.personId) return undefined;
  // A reply to what merely says that something happened ("X has taken it") is talk among the staff.
  if (!["card", "call", "fan", "edited", "reply", "note"].includes(about.what)) return [];
  // What has gone out stays as it was read.
  if (said.edited) return [answerText(actor, "cases.edit-not-sent")];
  if (about.what === "note") return await addNote(deps, stores, actor, about.caseId, said.text);
  // Of some things the platform tells no more than that they were there.
  const nothingToSend = said.text.trim() === "" && said.files.length === 0;
  if (nothingToSend && said.media.length > 0) return [answerText(actor, "cases.only-text")];
  return await writeToFan(deps, stores, actor, about.caseId, said.text, said);
}
