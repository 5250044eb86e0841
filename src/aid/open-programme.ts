import { answerText } from "../cases/index.ts";
import type { Content } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayManage, tell } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import { hostManaged } from "./aid-desk.ts";
import type { Form } from "./aid-store.ts";
import type { NewProgramme } from "./programme.ts";
import { readLastDay, readStock } from "./read-programme.ts";
import { programmeButtons, programmeText } from "./show-programmes.ts";

const STEPS = ["title", "stock", "contents", "who", "until"] as const;
type Step = (typeof STEPS)[number];
const MOST: Readonly<Record<Step, number>> = { title: 40, stock: 60, contents: 300, who: 200, until: 40 };

/** `/programme new`, or its button: the first of five questions. */
export async function startProgramme(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
): Promise<readonly Reply[]> {
  const host = await hostManaged(stores, actor);
  if (!host.ok) return [host.refusal];
  const form = { kind: "programme", subject: host.value, answers: {} } as const;
  await stores.aid.keepForm(actor.person.personId, { ...form, step: "title", updatedAt: deps.clock.now() });
  return [ask(actor, "title")];
}

const ask = (actor: Actor, step: Step): Reply =>
  answerText(actor, `aid.ask-${step}`, { place: STEPS.indexOf(step) + 1, of: STEPS.length });

const isStep = (step: string): step is Step => STEPS.some((one) => one === step);

/** The answer to a question about a new programme; after the last one everything is shown before it begins. */
export async function answerProgramme(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  form: Form,
  text: string,
): Promise<readonly Reply[]> {
  const { personId } = actor.person;
  if (!mayManage(actor.person, form.subject)) {
    await stores.aid.dropForm(personId);
    return [tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") })];
  }
  if (!isStep(form.step)) return [answerText(actor, "aid.press-below")];
  const now = deps.clock.now();
  const words = text.normalize("NFKC").trim();
  if ([...words].length > MOST[form.step]) {
    return [answerText(actor, "aid.too-long", { most: MOST[form.step] })];
  }
  if (form.step === "stock" && !readStock(words)) return [answerText(actor, "aid.stock-unclear")];
  if (form.step === "until" && readLastDay(words, now) === undefined) {
    return [answerText(actor, "aid.until-unclear")];
  }
  const answers = { ...form.answers, [form.step]: words };
  const next = STEPS[STEPS.indexOf(form.step) + 1];
  await stores.aid.keepForm(personId, { ...form, answers, step: next ?? "check", updatedAt: now });
  if (next) return [ask(actor, next)];
  const programme = readProgramme(form.subject, answers, now);
  if (!programme) return [answerText(actor, "aid.until-unclear")];
  const buttons: Content["buttons"] = [
    [
      { label: say(actor.locale, "aid.button-open"), data: deps.signer.sign("pgo", form.subject) },
      { label: say(actor.locale, "aid.button-cancel"), data: deps.signer.sign("pgx", form.subject) },
    ],
  ];
  return [answerText(actor, "aid.check", { text: programmeText(actor.locale, programme) }, buttons)];
}

function readProgramme(hostId: string, answers: Form["answers"], now: number): NewProgramme | undefined {
  const { title = "", contents = "", who = "", stock = "", until = "" } = answers;
  const read = readStock(stock);
  const last = readLastDay(until, now);
  return read && last !== undefined ? { hostId, title, contents, who, until: last, ...read } : undefined;
}

/** The programme form of whoever presses a button under it; undefined when the button is no longer about anything. */
async function formOf({ aid }: AidStores, actor: Actor, hostId: string): Promise<Form | undefined> {
  const form = await aid.form(actor.person.personId);
  return form?.kind === "programme" && form.subject === hostId && mayManage(actor.person, hostId)
    ? form
    : undefined;
}

/** "Begin": applications come in from now on. */
export async function openProgramme(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  hostId: string,
): Promise<readonly Reply[]> {
  const form = await formOf(stores, actor, hostId);
  const now = deps.clock.now();
  const read = form?.step === "check" ? readProgramme(hostId, form.answers, now) : undefined;
  if (!read) return [tell(actor, "people.button-stale")];
  const { personId } = actor.person;
  const programmeId = await stores.aid.createProgramme(read, personId, now);
  await stores.aid.dropForm(personId);
  const made = await stores.aid.programme(programmeId);
  if (!made) throw new Error("a programme was not kept");
  return [
    answerText(actor, "aid.opened", { number: programmeId, title: read.title }, [
      programmeButtons(deps.signer, actor.locale, made),
    ]),
  ];
}

export async function cancelProgramme(
  stores: AidStores,
  actor: Actor,
  hostId: string,
): Promise<readonly Reply[]> {
  if (!(await formOf(stores, actor, hostId))) return [tell(actor, "people.button-stale")];
  await stores.aid.dropForm(actor.person.personId);
  return [answerText(actor, "aid.cancelled")];
}
