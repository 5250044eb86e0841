import { type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { EditRefusal } from "../knowledge/index.ts";
import { type Actor, hostsOf, isStaffOf, mayEdit, tell, toActor, toChat } from "../people/index.ts";
import { refusalText } from "./outcome-text.ts";

/** The answer to a member of the staff, where it was asked: staff rooms and private chats only, see `atDesk`. */
export const answerTo = (actor: Actor, content: Content): Reply =>
  actor.discreet ? toActor(content, "editing") : toChat(content, "editing");

export const answerText = (actor: Actor, text: string, buttons: Content["buttons"] = []): Reply =>
  answerTo(actor, textContent(text, buttons));

export const refused = (actor: Actor, refusal: EditRefusal): Reply =>
  answerText(actor, refusalText(actor.locale, refusal));

/** A kind refusal when this is no place for it, or this person has no right to it; undefined when all is well. */
export function atDesk(actor: Actor, right: "read" | "edit"): Reply | undefined {
  const isStaff = hostsOf(actor.person).length > 0;
  const may = right === "edit" ? mayEdit(actor.person) : isStaff;
  // Who may not is told nothing about the place.
  if (!may) {
    const who = say(actor.locale, right === "edit" ? "editing.who.editor" : "editing.who.staff");
    return tell(actor, "people.not-allowed", { who });
  }
  const isStaffRoom = actor.chat?.purpose === "staff";
  return actor.discreet || isStaffRoom ? undefined : tell(actor, "editing.where");
}

/** Whose questions may be shown here: a staff room sees its own host's only, whoever asks. */
export function whose(actor: Actor): readonly string[] | "everybody" {
  const host = actor.chat?.purpose === "staff" ? actor.chat.host : undefined;
  if (!host || actor.discreet) return hostsOf(actor.person);
  return isStaffOf(actor.person, host.hostId) ? [host.hostId] : [];
}
