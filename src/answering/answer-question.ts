import { hash } from "node:crypto";
import type { Block, Button, Content } from "../core/content.ts";
import { maskPersonalData } from "../core/mask.ts";
import type { PlatformName } from "../core/message.ts";
import type { PrivateWay, Reply } from "../core/reply.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { Article, Found } from "../knowledge/index.ts";
import type { AnswerStore } from "./answer-store.ts";
import type { Help, Worded } from "./consider-with-help.ts";
import { type DecideAnswerDeps, type Decision, decideAnswer } from "./decide-answer.ts";
import { isForDoctor } from "./doctor-question.ts";
import {
  abstainBlocks,
  rewordedBlocks,
  type Shown,
  shortAnswerBlocks,
  stageLabel,
  suggestBlocks,
  understoodBlock,
} from "./present-answer.ts";
import { recordGap } from "./record-gap.ts";

export interface AnsweringDeps extends DecideAnswerDeps {
  readonly signer: ButtonSigner;
}

/** Who asks where; ids as in the store. */
export interface Asker {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly place: "private" | "group";
  readonly personId: string;
  readonly hostId: string | undefined;
  readonly locale: Locale;
  readonly way: PrivateWay;
}

export interface Asked extends Asker {
  readonly text: string;
  /** For the answer's record: random, 16 characters. */
  readonly answerId: string;
  /** How the question reached the bot: spoken to, or overheard in a group. */
  readonly heard: "addressed" | "questions" | "confident";
}

/** A group is only interrupted, unasked, when the bot is nearly sure. */
const UNASKED_FLOOR = 0.95;
const QUESTION_LIKE =
  /[?？]|[吗嘛么呢]\s*[。!！~～]?\s*$|怎么|怎样|咋|如何|多少|多久|多大|什么|啥|能不能|能.{0,8}吗|可以|可不可以|要不要|用不用|该不该|是不是|有没有|行不行|好不好|正常|为什么|为啥|哪|几[个岁次天滴月]|求问|请教|^\s*(?:what|how|when|why|which|can|should|does|do|is|are|may)\b/iu;

/** What the bot will say to a question; undefined means that it was not asked and keeps quiet. */
export function considerQuestion(
  deps: DecideAnswerDeps,
  asked: Pick<Asked, "text" | "heard">,
): Decision | undefined {
  if (asked.heard === "addressed") return decideAnswer(deps, asked);
  const questionLike = QUESTION_LIKE.test(asked.text);
  if (asked.heard === "confident" && !questionLike) return undefined;
  const decision = decideAnswer(deps, asked);
  if (asked.heard === "questions")
    return questionLike || decision.outcome === "answered" ? decision : undefined;
  const sure = decision.outcome === "answered" && (decision.candidates[0]?.score ?? 0) >= UNASKED_FLOOR;
  return sure ? decision : undefined;
}

/** Records the answer (pinned to its revision) or the gap, and returns what is said. */
export async function answerQuestion(
  deps: AnsweringDeps,
  answers: AnswerStore,
  asked: Asked,
  decision: Decision,
  help: Help = {},
): Promise<Reply> {
  const now = deps.clock.now();
  const answered = decision.outcome === "answered" ? decision.candidates[0] : undefined;
  const offered = answered ? (decision.also ? [decision.also] : []) : decision.candidates;
  const near = offered.map(({ article }) => article.id);
  await answers.addAnswer(
    {
      answerId: asked.answerId,
      hostId: asked.hostId,
      platform: asked.platform,
      chatId: asked.chatId,
      personId: asked.personId,
      outcome: decision.outcome,
      articleId: answered?.article.id,
      revision: answered?.article.revision,
      score: decision.candidates[0]?.score ?? 0,
      near,
      locale: asked.locale,
      stage: answered ? decision.stage : undefined,
    },
    now,
  );
  if (answered) {
    const { worded, refused } = help;
    if (worded) await answers.addWording({ ...worded, answerId: asked.answerId }, now);
    if (refused) await answers.addRewordingFailure({ ...refused, answerId: asked.answerId }, now);
    const shown = { ...help, ...decision, forDoctor: isForDoctor(asked.text) };
    return reply("answer", answerContent(deps, asked, asked.answerId, answered.article, shown));
  }
  const question = maskPersonalData(asked.text.normalize("NFKC").trim()).slice(0, 500);
  await recordGap(
    answers,
    { hostId: asked.hostId, fingerprint: fingerprint(question), question, near },
    asked.answerId,
    now,
  );
  return reply("answer", noAnswerContent(deps, asked, decision));
}

const reply = (purpose: string, content: Content): Reply => ({
  lane: "answer",
  purpose,
  audience: "chat",
  content,
});

/** The same words with other punctuation or spacing are the same gap. */
const fingerprint = (question: string): string =>
  hash("sha256", question.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "")).slice(0, 32);

/** A button that works in this place: a link into the private chat in groups that have one, signed data elsewhere. */
export function wayButton(
  { signer }: Pick<AnsweringDeps, "signer">,
  asker: Asker,
  label: string,
  action: string,
  arg: string,
): Button {
  const url = asker.place === "group" ? asker.way.deepLink(`${action}-${arg.replace(".", "-")}`) : undefined;
  return url === undefined ? { label, data: signer.sign(action, arg) } : { label, url };
}

/** How an answer is given, beside which article it is. */
export interface Given extends Shown {
  readonly worded?: Worded | undefined;
  readonly chosen?: boolean | undefined;
  /** The stage is that of the asker's child; the others stay within reach. */
  readonly assumed?: boolean | undefined;
  /** What else the message asked; first in the answer's `near`. */
  readonly also?: Found | undefined;
}

export function answerContent(
  deps: Pick<AnsweringDeps, "signer">,
  asker: Asker,
  answerId: string,
  article: Article,
  given: Given = {},
): Content {
  const { locale } = asker;
  const { worded, chosen, stage, assumed, also } = given;
  const blocks = worded
    ? rewordedBlocks(article, worded.sentences, locale)
    : shortAnswerBlocks(article, locale, given);
  const linked = asker.place === "group" && asker.way.deepLink("x") !== undefined;
  const asksStage = (stage === undefined || assumed === true) && article.stages.length > 0;
  const whole: readonly Block[] = [
    ...(chosen ? [understoodBlock(article, locale)] : []),
    ...blocks,
    ...(asksStage
      ? [{ kind: "small", text: say(locale, assumed ? "answer.assumed-age" : "answer.which-stage") } as const]
      : []),
  ];
  return {
    tone: "answer",
    blocks: whole,
    buttons: [
      ...(asksStage ? stageButtons(deps, asker, answerId, article) : []),
      ...(also
        ? [
            [
              wayButton(
                deps,
                asker,
                say(locale, "answer.also", { title: titleOf(also.article, locale) }),
                "q",
                `${answerId}.0`,
              ),
            ],
          ]
        : []),
      [
        wayButton(
          deps,
          asker,
          say(locale, linked ? "reply.details-private" : "reply.details"),
          "d",
          answerId,
        ),
        wayButton(deps, asker, say(locale, "reply.human"), "h", answerId),
      ],
      [
        { label: say(locale, "reply.helped"), data: deps.signer.sign("y", answerId) },
        { label: say(locale, "reply.not-helped"), data: deps.signer.sign("n", answerId) },
      ],
    ],
  };
}

const titleOf = (article: Article, locale: Locale): string =>
  (locale === "en" && article.english?.title) || article.title;

const STAGES_IN_A_ROW = 3;

/** Asks back, once and without holding back the answer that holds for everybody. */
function stageButtons(
  deps: Pick<AnsweringDeps, "signer">,
  asker: Asker,
  answerId: string,
  { stages }: Article,
): Button[][] {
  const buttons = stages.map((stage, at) =>
    wayButton(deps, asker, stageLabel(stage, asker.locale), "g", `${answerId}.${at}`),
  );
  return Array.from({ length: Math.ceil(buttons.length / STAGES_IN_A_ROW) }, (_, row) =>
    buttons.slice(row * STAGES_IN_A_ROW, (row + 1) * STAGES_IN_A_ROW),
  );
}

function noAnswerContent(deps: AnsweringDeps, asked: Asked, decision: Decision): Content {
  const human = [wayButton(deps, asked, say(asked.locale, "reply.human"), "h", asked.answerId)];
  if (decision.outcome === "abstained") {
    return { tone: "plain", blocks: abstainBlocks(asked.locale), buttons: [human] };
  }
  const near = decision.candidates.map(({ article }, index) => [
    wayButton(deps, asked, titleOf(article, asked.locale), "q", `${asked.answerId}.${index}`),
  ]);
  return { tone: "plain", blocks: suggestBlocks(asked.locale), buttons: [...near, human] };
}
