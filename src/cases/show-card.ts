import type { Block, Button, Content } from "../core/content.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { Triage } from "../safety/index.ts";
import { CASE_LEVELS, type CaseMedia } from "./case.ts";
import type { Case } from "./case-store.ts";
import { cut, fanName, momentText, wordsOf } from "./words.ts";

/** A phone shows so much without scrolling. */
const SHOWN_TEXT = 600;

/** What is on a card beside the case itself. */
export interface CardMatter {
  readonly triage?: Triage | undefined;
  readonly text?: string | undefined;
  readonly media?: CaseMedia | undefined;
  /** Title of the group in which it was said; undefined: a private chat. */
  readonly place: string | undefined;
  readonly answerId?: string | undefined;
  readonly reachable: boolean;
}

/** What a staff room reads about a case, with what can be done; never who it is. */
export function caseCard(signer: ButtonSigner, one: Case, matter: CardMatter, now: number): Content {
  const locale: Locale = "zh"; // staff rooms have no language of their own yet; theirs is Chinese
  const { view } = one;
  const { triage } = matter;
  const lines = [
    say(locale, "cases.card-kind", { kinds: kindsText(locale, one, triage) }),
    say(locale, "cases.card-place", {
      place:
        matter.place === undefined
          ? say(locale, "cases.card-private")
          : say(locale, "people.place-group", { title: matter.place }),
    }),
    ...(triage && triage.words.length > 0
      ? [
          say(locale, "cases.card-words", {
            words: triage.words.map((word) => `「${word}」`).join(""),
            rules: triage.rules.join("、"),
          }),
        ]
      : triage && triage.rules.length > 0
        ? [say(locale, "cases.card-words", { words: "—", rules: triage.rules.join("、") })]
        : []),
    ...(matter.text || (matter.media?.length ?? 0) > 0
      ? [
          say(locale, "cases.card-text", {
            text: cut(wordsOf(locale, matter.text, matter.media), SHOWN_TEXT),
          }),
        ]
      : []),
    ...(matter.answerId === undefined ? [] : [say(locale, "cases.card-answer", { answer: matter.answerId })]),
    ...(view.expectedBy === undefined
      ? []
      : [say(locale, "cases.card-due", { when: momentText(locale, view.expectedBy, now) })]),
    ...(matter.reachable ? [] : [say(locale, "cases.card-unreachable")]),
  ];
  const blocks: Block[] = [
    { kind: "heading", text: headText(locale, one) },
    { kind: "text", text: lines.join("\n") },
    ...(triage && view.level !== "care"
      ? [{ kind: "text", text: say(locale, "cases.card-done") } as const]
      : []),
    { kind: "small", text: say(locale, "cases.card-how") },
  ];
  return { tone: "plain", blocks, buttons: cardButtons(signer, locale, one) };
}

export const headText = (locale: Locale, { caseId, view }: Case): string =>
  say(locale, "cases.card-head", {
    level: say(locale, `people.level.${view.level}`),
    number: caseId,
    fan: fanName(locale, view),
  });

function kindsText(locale: Locale, { view }: Case, triage: Triage | undefined): string {
  if (!triage || triage.kinds.length === 0) return say(locale, `cases.kind.${view.kind}`);
  return triage.kinds.map((kind) => say(locale, `people.danger.${kind}`)).join("、");
}

export function caseButton(
  signer: ButtonSigner,
  locale: Locale,
  key: "take" | "reply" | "note" | "transfer" | "raise" | "close" | "close-anyway" | "show" | "canned",
  { caseId, view }: Case,
): Button {
  // A closing has to have seen what the fan wrote last.
  const arg = key === "close" || key === "close-anyway" ? `${caseId}.${view.lastFanSeq}` : String(caseId);
  return { label: say(locale, `cases.button-${key}`), data: signer.sign(ACTIONS[key], arg) };
}

const ACTIONS = {
  take: "ca",
  reply: "cr",
  note: "cn",
  transfer: "ct",
  raise: "cu",
  close: "cc",
  "close-anyway": "cc",
  show: "cv",
  canned: "ck",
} as const;

/** Everything that can be done with an open case. */
export function cardButtons(signer: ButtonSigner, locale: Locale, one: Case): Content["buttons"] {
  const button = (key: Parameters<typeof caseButton>[2]) => caseButton(signer, locale, key, one);
  const isTop = one.view.level === CASE_LEVELS.at(-1);
  return [
    [...(one.view.assigneeId === undefined ? [button("take")] : []), button("reply"), button("note")],
    [button("canned"), button("transfer"), ...(isTop ? [] : [button("raise")]), button("close")],
  ];
}
