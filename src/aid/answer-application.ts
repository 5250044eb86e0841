import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, tell, toActor } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import type { Form } from "./aid-store.ts";
import { askApplicant, isQuestion, QUESTIONS, type Question } from "./ask-applicant.ts";
import { readChildren } from "./read-children.ts";

const MOST = 200;
const PICKUP = /自己|自取|来拿|去拿|上门|pick/iu;
const POST = /寄|快递|邮|送|post|mail/iu;

/** What was typed to the question that was asked last. */
export async function answerApplication(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  form: Form,
  text: string,
): Promise<readonly Reply[]> {
  const { step } = form;
  if (!isQuestion(step)) return [toActor(await contentOf(deps, actor, form), "aid-form")];
  const words = text.trim();
  if ([...words].length > MOST) return [tell(actor, "aid.too-long", { most: MOST })];
  const value = readAnswer(step, words, deps.clock.now());
  if (value === undefined) {
    return [askApplicant(deps, actor, form, say(actor.locale, "aid.unclear"))];
  }
  return await goOn(deps, stores, actor, form, step, value);
}

const contentOf = async (deps: AidDeps, actor: Actor, form: Form) =>
  askApplicant(deps, actor, form, say(actor.locale, "aid.press-below")).content;

function readAnswer(step: Question, words: string, now: number): string | undefined {
  switch (step) {
    case "children": {
      const months = readChildren(words, now);
      return months.length === 0 ? undefined : months.join(",");
    }
    case "delivery":
      return PICKUP.test(words) ? "pickup" : POST.test(words) ? "post" : undefined;
    case "needs":
    case "contact":
      return words;
  }
}

async function goOn(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  form: Form,
  step: Question,
  value: string | undefined,
): Promise<readonly Reply[]> {
  const { [step]: _, ...others } = form.answers;
  const answers = value === undefined ? others : { ...others, [step]: value };
  const next = QUESTIONS[QUESTIONS.indexOf(step) + 1] ?? "check";
  const now = { ...form, answers, step: next, updatedAt: deps.clock.now() };
  await stores.aid.keepForm(actor.person.personId, now);
  return [askApplicant(deps, actor, now)];
}

/** The form that a button under it is about; undefined when it is somebody else's, over, or further on. */
async function formOf(
  { aid }: AidStores,
  actor: Actor,
  programme: string,
  step?: string,
): Promise<Form | undefined> {
  const form = await aid.form(actor.person.personId);
  if (form?.kind !== "application" || form.subject !== programme) return undefined;
  return step === undefined || form.step === step ? form : undefined;
}

/** "Skip", or a choice that is a button. */
export async function pressAnswer(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  programme: string,
  step: string,
  value: string | undefined,
): Promise<readonly Reply[]> {
  const form = await formOf(stores, actor, programme, step);
  if (!form || !isQuestion(step)) return [tell(actor, "people.button-stale")];
  return await goOn(deps, stores, actor, form, step, value);
}

/** From the first question on again. */
export async function beginAgain(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  programme: string,
): Promise<readonly Reply[]> {
  const form = await formOf(stores, actor, programme);
  if (!form) return [tell(actor, "people.button-stale")];
  const now = { ...form, answers: {}, step: QUESTIONS[0], updatedAt: deps.clock.now() };
  await stores.aid.keepForm(actor.person.personId, now);
  return [askApplicant(deps, actor, now)];
}

/** Nothing of it is kept. */
export async function cancelApplication(
  stores: AidStores,
  actor: Actor,
  programme: string,
): Promise<readonly Reply[]> {
  if (!(await formOf(stores, actor, programme))) return [tell(actor, "people.button-stale")];
  await stores.aid.dropForm(actor.person.personId);
  return [tell(actor, "aid.form-cancelled")];
}
