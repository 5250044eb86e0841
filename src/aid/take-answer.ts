import type { Reply } from "../core/reply.ts";
import { type Actor, tell } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { answerApplication, pressAnswer } from "./answer-application.ts";
import { answerAfterSale, pressAfterSale } from "./fill-after-sale.ts";
import { answerProgramme } from "./open-programme.ts";

/** After this long what is written is meant for somebody else; the form itself is kept for a day. */
const ANSWERED_WITHIN_MS = 3_600_000;
const CANCEL = /^(?:取消|算了|不填了|cancel)$/iu;
const SKIP = /^(?:跳过|不说|没有|无|skip)$/iu;
/** Whoever fills in a form may have a question in between; it is answered, and becomes no answer. */
const QUESTION = /[?？吗呢么嘛]$/u;
const MAY_BE_QUESTION: ReadonlySet<string> = new Set([
  "title",
  "stock",
  "until",
  "children",
  "delivery",
  "signed",
]);

/**
 * What somebody writes while a form asks: the answer to it. Undefined when nothing was asked, or this is a question of
 * hers. An application is filled in only where nobody else reads.
 */
export async function takeAnswer(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  { text, photo }: { readonly text: string; readonly photo: string | undefined },
): Promise<readonly Reply[] | undefined> {
  const { personId } = actor.person;
  const form = await stores.aid.form(personId);
  if (!form || deps.clock.now() - form.updatedAt > ANSWERED_WITHIN_MS) return undefined;
  if (form.kind !== "programme" && !actor.discreet) return undefined;
  const words = text.trim();
  if (words === "" && !(photo !== undefined && form.step === "photos")) return undefined;
  if (CANCEL.test(words)) {
    await stores.aid.dropForm(personId);
    return [tell(actor, form.kind === "programme" ? "aid.cancelled" : "aid.form-cancelled")];
  }
  if (MAY_BE_QUESTION.has(form.step) && QUESTION.test(words)) return undefined;
  if (form.kind === "programme") return await answerProgramme(deps, stores, actor, form, text);
  if (form.kind === "after-sale") {
    return SKIP.test(words) && form.step !== "what"
      ? await pressAfterSale(deps, stores, actor, form.subject, form.step, "")
      : await answerAfterSale(deps, stores, actor, form, { text, photo });
  }
  return SKIP.test(words) && form.step !== "check"
    ? await pressAnswer(deps, stores, actor, form.subject, form.step, undefined)
    : await answerApplication(deps, stores, actor, form, text);
}

/** Whether a form of this person asks for an answer at this moment. */
export async function isAsked({ clock }: AidDeps, { aid }: AidStores, personId: string): Promise<boolean> {
  const form = await aid.form(personId);
  return form !== undefined && clock.now() - form.updatedAt <= ANSWERED_WITHIN_MS;
}
