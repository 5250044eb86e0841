import { type Button, type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, toActor } from "../people/index.ts";
import type { AidDeps } from "./aid-deps.ts";
import type { Form } from "./aid-store.ts";
import type { ApplicationAnswers } from "./application.ts";
import { monthText } from "./words.ts";

/** Few, none that humiliates, and each may be skipped. */
export const QUESTIONS = ["children", "needs", "delivery", "contact"] as const;
export type Question = (typeof QUESTIONS)[number];
export const isQuestion = (step: string): step is Question => QUESTIONS.some((one) => one === step);

/** To the applicant alone; the buttons carry the programme and the question, so that an old one does nothing. */
export function askApplicant(deps: Pick<AidDeps, "signer">, actor: Actor, form: Form, lead = ""): Reply {
  const { locale } = actor;
  const { subject, step } = form;
  const content = isQuestion(step)
    ? question(deps.signer, locale, subject, step, form.answers)
    : preview(deps.signer, locale, form);
  if (lead === "") return toActor(content, "aid-form");
  return toActor({ ...content, blocks: [{ kind: "text", text: lead }, ...content.blocks] }, "aid-form");
}

function question(
  signer: ButtonSigner,
  locale: Locale,
  programme: string,
  step: Question,
  answers: Form["answers"],
): Content {
  const button = (key: "skip" | "cancel" | "post-it" | "pickup", action: string, arg: string): Button => ({
    label: say(locale, `aid.button-${key}`),
    data: signer.sign(action, arg),
  });
  const choices =
    step === "delivery"
      ? [[button("post-it", "afw", `${programme}.post`), button("pickup", "afw", `${programme}.pickup`)]]
      : [];
  const key = step === "contact" && answers.delivery === "pickup" ? "contact-pickup" : step;
  const place = QUESTIONS.indexOf(step) + 1;
  const text = say(locale, `aid.form-${key}`, { place, of: QUESTIONS.length });
  return textContent(text, [
    ...choices,
    [button("skip", "afs", `${programme}.${step}`), button("cancel", "afo", programme)],
  ]);
}

/** Everything as it will be sent, before it is. */
function preview(signer: ButtonSigner, locale: Locale, { subject, answers }: Form): Content {
  const button = (key: "send" | "again" | "cancel", action: string): Button => ({
    label: say(locale, `aid.button-${key}`),
    data: signer.sign(action, subject),
  });
  const text = say(locale, "aid.preview", {
    told: toldText(locale, readAnswers(answers)),
    contact: answers.contact ?? say(locale, "aid.not-told"),
  });
  return textContent(text, [[button("send", "afx")], [button("again", "afe"), button("cancel", "afo")]]);
}

export const readAnswers = ({ children, needs, delivery }: Form["answers"]): ApplicationAnswers => ({
  children: children === undefined || children === "" ? [] : children.split(","),
  needs,
  delivery: delivery === "post" || delivery === "pickup" ? delivery : undefined,
});

/** What an applicant told, without how to reach her. */
export function toldText(locale: Locale, { children, needs, delivery }: ApplicationAnswers): string {
  const none = say(locale, "aid.not-told");
  return say(locale, "aid.told", {
    children:
      children.length === 0
        ? none
        : children.map((month) => monthText(locale, month)).join(locale === "zh" ? "、" : ", "),
    needs: needs ?? none,
    delivery: delivery === undefined ? none : say(locale, `aid.delivery.${delivery}`),
  });
}
