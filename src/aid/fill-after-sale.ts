import { appendEvent, askForHuman, type Case, type FanWay, otherDesks, toRooms } from "../cases/index.ts";
import { type Button, type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, pointToPrivate, tell, toActor } from "../people/index.ts";
import type { AidDeps, AidStores } from "./aid-deps.ts";
import type { Form } from "./aid-store.ts";
import { inPrivate } from "./in-private.ts";
import { countReturn, readPastDay } from "./return-days.ts";
import { dayText } from "./words.ts";

const STEPS = ["order", "bought", "signed", "what", "reason", "photos"] as const;
type Step = (typeof STEPS)[number];
const isStep = (step: string): step is Step => STEPS.some((one) => one === step);

/** Goods for which the seven days do not hold, or only under a condition. */
const EXCEPTIONS = ["none", "made", "fresh", "digital", "papers", "baby"] as const;
type Exception = (typeof EXCEPTIONS)[number];
const exceptionOf = (word: string | undefined): Exception | undefined =>
  EXCEPTIONS.find((one) => one === word);

const MOST = 300;
const NOT_YET = /^(?:还没|没有?收到|未收到|没到|not yet)/iu;

/** `/aftersale`: her case of this kind with this host, opened where there is none, and a short form in it. */
export async function startAfterSale(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  from: FanWay,
): Promise<readonly Reply[]> {
  if (!actor.discreet) return [pointToPrivate(actor, "r")];
  const hostId = actor.chat?.host?.hostId ?? actor.person.lastHostId;
  const kind = "after-sale";
  const { personId } = actor.person;
  const opened = await askForHuman(deps, stores, actor, {
    from,
    hostId,
    kind,
    text: "",
    ref: undefined,
    answerId: undefined,
    place: undefined,
  });
  const now = deps.clock.now();
  const one = (await stores.cases.casesOf(personId, now)).find(
    (each) => each.hostId === hostId && each.view.kind === kind && each.view.status === "open",
  );
  if (!one) throw new Error("an after-sale case was not kept");
  const subject = String(one.caseId);
  const known = await stores.aid.form(personId);
  const form: Form =
    known?.kind === kind && known.subject === subject
      ? { ...known, updatedAt: now }
      : { kind, subject, step: STEPS[0], answers: {}, updatedAt: now };
  await stores.aid.keepForm(personId, form);
  return [...opened, ...inPrivate(actor, from, ask(deps, actor, form, say(actor.locale, "sale.begin")))];
}

function ask({ signer }: Pick<AidDeps, "signer">, actor: Actor, form: Form, lead: string): Reply {
  const { locale } = actor;
  const step = isStep(form.step) ? form.step : STEPS[0];
  const place = STEPS.indexOf(step) + 1;
  const choices = (step === "what" ? EXCEPTIONS : []).map((one): Button[] => [
    { label: say(locale, `sale.what.${one}`), data: signer.sign("srw", `${form.subject}.${one}`) },
  ]);
  const skip: Button = {
    label: say(locale, "aid.button-skip"),
    data: signer.sign("srs", `${form.subject}.${step}`),
  };
  const question = say(locale, `sale.ask-${step}`, { place, of: STEPS.length });
  // Six choices fill the rows that every platform has.
  const rows: Content["buttons"] = step === "what" ? pairs(choices.flat()) : [[skip]];
  return toActor(textContent(lead === "" ? question : `${lead}\n\n${question}`, rows), "sale-form");
}

const pairs = (buttons: readonly Button[]): Content["buttons"] =>
  buttons.flatMap((_, at) => (at % 2 === 0 ? [buttons.slice(at, at + 2)] : []));

/** What was typed, or sent as a picture, to the question that was asked last; pictures are kept as references alone. */
export async function answerAfterSale(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  form: Form,
  said: { readonly text: string; readonly photo: string | undefined },
): Promise<readonly Reply[]> {
  const { step } = form;
  if (!isStep(step)) return [tell(actor, "people.button-stale")];
  const words = said.text.trim();
  if ([...words].length > MOST) return [tell(actor, "aid.too-long", { most: MOST })];
  const value = readStep(step, words, said.photo, deps.clock.now());
  if (value === undefined) return [ask(deps, actor, form, say(actor.locale, "aid.unclear"))];
  return await goOn(deps, stores, actor, form, step, value);
}

function readStep(step: Step, words: string, photo: string | undefined, now: number): string | undefined {
  switch (step) {
    case "signed":
      return NOT_YET.test(words) ? "" : readPastDay(words, now);
    case "what":
      return undefined; // by its buttons
    case "photos":
      return photo ?? words;
    case "order":
    case "bought":
    case "reason":
      return words === "" ? undefined : words;
  }
}

/** "Skip", or a choice that is a button. */
export async function pressAfterSale(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  caseNumber: string,
  step: string,
  value: string,
): Promise<readonly Reply[]> {
  const form = await stores.aid.form(actor.person.personId);
  const fits = form?.kind === "after-sale" && form.subject === caseNumber && form.step === step;
  if (!form || !fits || !isStep(step)) return [tell(actor, "people.button-stale")];
  if (step === "what" && !exceptionOf(value)) return [tell(actor, "people.button-stale")];
  return await goOn(deps, stores, actor, form, step, value);
}

/** Each answer is an event of the case; after the last one she reads what holds for her, and the staff what she told. */
async function goOn(
  deps: AidDeps,
  stores: AidStores,
  actor: Actor,
  form: Form,
  step: Step,
  value: string,
): Promise<readonly Reply[]> {
  const { personId } = actor.person;
  const caseId = Number(form.subject);
  const held = await stores.cases.lock(caseId);
  if (!held || held.personId !== personId || held.view.status !== "open") {
    await stores.aid.dropForm(personId);
    return [tell(actor, "sale.case-closed", { number: caseId })];
  }
  const now = deps.clock.now();
  const { locale } = actor;
  const told = value === "" ? say(locale, "aid.not-told") : shown(locale, step, value);
  const text = `${say("zh", `sale.field.${step}`)}${told}`;
  const done = await appendEvent(stores, caseId, held.view.seq, {
    type: "form-answered",
    field: step,
    text,
    at: now,
  });
  if (!done.ok) throw new Error(`case ${caseId} was changed under its lock`);
  const answers = { ...form.answers, [step]: value };
  const next = STEPS[STEPS.indexOf(step) + 1];
  if (next) {
    const going = { ...form, answers, step: next, updatedAt: now };
    await stores.aid.keepForm(personId, going);
    return [ask(deps, actor, going, "")];
  }
  await stores.aid.dropForm(personId);
  return await finish(stores, actor, done.value, answers, now);
}

const shown = (locale: Locale, step: Step, value: string): string => {
  const exception = step === "what" ? exceptionOf(value) : undefined;
  if (exception) return say(locale, `sale.what.${exception}`);
  return step === "photos" && /^\w+:/.test(value) ? say(locale, "sale.photo-kept") : value;
};

async function finish(
  stores: AidStores,
  actor: Actor,
  one: Case,
  answers: Form["answers"],
  now: number,
): Promise<readonly Reply[]> {
  const { locale } = actor;
  const promise = one.hostId === undefined ? undefined : await stores.aid.promise(one.hostId);
  const verdict = verdictText(locale, answers, now);
  const blocks = [
    say(locale, "sale.done", { number: one.caseId }),
    verdict,
    ...(promise === undefined ? [] : [say(locale, "sale.promise", { promise })]),
  ];
  const lines = STEPS.map((step) => {
    const value = answers[step] ?? "";
    return `${say("zh", `sale.field.${step}`)}${value === "" ? say("zh", "aid.not-told") : shown("zh", step, value)}`;
  });
  const card = say("zh", "sale.card", {
    number: one.caseId,
    list: lines.join("\n"),
    verdict: verdictText("zh", answers, now),
  });
  const desks = await otherDesks(stores, one, actor);
  return [
    toActor(textContent(blocks.join("\n\n")), `case.${one.caseId}.promise`),
    ...toRooms(desks, `case.${one.caseId}.fan`, textContent(card)),
  ];
}

/** What the seven days mean for these goods, in plain words and with the date. */
export function verdictText(locale: Locale, answers: Form["answers"], now: number): string {
  const exception = exceptionOf(answers.what) ?? "none";
  const quality = say(locale, "sale.quality");
  if (exception !== "none" && exception !== "baby") {
    return `${say(locale, `sale.exception.${exception}`)}\n${quality}`;
  }
  const baby = exception === "baby" ? [say(locale, "sale.exception.baby")] : [];
  const { signed = "" } = answers;
  if (signed === "") return [...baby, say(locale, "sale.days-unknown"), quality].join("\n");
  const { firstDay, lastDay, day } = countReturn(signed, now);
  const date = (iso: string): string => dayText(locale, Date.parse(`${iso}T00:00:00+08:00`));
  const key = day > 7 ? "sale.days-over" : "sale.days-left";
  const count = say(locale, key, { signed: date(signed), first: date(firstDay), last: date(lastDay), day });
  return [...baby, count, quality].join("\n");
}
