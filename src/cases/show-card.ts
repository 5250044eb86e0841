import { type Block, type Button, type Content, textContent } from "../core/content.ts";
import type { ButtonSigner } from "../core/signed-data.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { CardMatter } from "./card-matter.ts";
import { CASE_LEVELS, type CaseView } from "./case.ts";
import type { Case } from "./case-store.ts";
import { cut, fanName, momentText, wordsOf } from "./words.ts";

/** A phone shows so much without scrolling. */
const SHOWN_TEXT = 600;

/** What a staff room reads about a case, with what can be done; never who it is. */
export function caseCard(signer: ButtonSigner, one: Case, matter: CardMatter, now: number): Content {
  const locale: Locale = "zh"; // staff rooms have no language of their own yet; theirs is Chinese
  const { view } = one;
  const { words, rules, text, media, place, answerId, edited, deleted, zone } = matter;
  const isOpen = view.status === "open";
  const lines = [
    say(locale, "cases.card-kind", { kinds: kindsText(locale, one, matter) }),
    say(locale, "cases.card-place", {
      place:
        place === undefined
          ? say(locale, "cases.card-private")
          : say(locale, "people.place-group", { title: place || say(locale, "people.untitled") }),
    }),
    ...(rules.length > 0
      ? [
          say(locale, "cases.card-words", {
            words: words.map((word) => `「${word}」`).join("") || "—",
            rules: rules.join("、"),
          }),
        ]
      : []),
    ...(text || media.length > 0
      ? [say(locale, "cases.card-text", { text: cut(wordsOf(locale, text, media), SHOWN_TEXT) })]
      : []),
    ...(edited + deleted > 0 ? [say(locale, "cases.card-changes", { edited, deleted })] : []),
    ...(answerId === undefined ? [] : [say(locale, "cases.card-answer", { answer: answerId })]),
    say(locale, "cases.card-state", { state: stateText(locale, view, matter) }),
    ...(view.expectedBy === undefined
      ? []
      : [say(locale, "cases.card-due", { when: momentText(locale, view.expectedBy, now, zone) })]),
    ...(matter.reachable || !isOpen ? [] : [say(locale, "cases.card-unreachable")]),
  ];
  const isUnseen = isOpen && view.acknowledgedAt === undefined;
  const blocks: Block[] = [
    { kind: "heading", text: headText(locale, one) },
    { kind: "text", text: lines.join("\n") },
    ...(isUnseen && rules.length > 0 && view.level !== "care"
      ? [{ kind: "text", text: say(locale, "cases.card-done") } as const]
      : []),
    ...(isOpen
      ? [{ kind: "small", text: say(locale, "cases.card-how", { number: one.caseId }) } as const]
      : []),
  ];
  const buttons = isOpen ? cardButtons(signer, locale, one) : [[caseButton(signer, locale, "show", one)]];
  return { tone: "plain", blocks, buttons };
}

function stateText(locale: Locale, view: CaseView, { who }: CardMatter): string {
  const state =
    view.status === "closed"
      ? "closed"
      : view.waitingSince === undefined
        ? "answered"
        : view.acknowledgedAt === undefined
          ? "new"
          : "waiting";
  const shown = say(locale, `cases.state.${state}`);
  return who === undefined ? shown : `${shown} · ${who}`;
}

/**
 * What the room reads beside the thread in which a card stands: of danger all that is needed to come, else one line.
 * What the fan wrote stands in the thread alone.
 */
export function besideCard(signer: ButtonSigner, one: Case, matter: CardMatter, isLoud: boolean): Content {
  const locale: Locale = "zh";
  const values = { kinds: kindsText(locale, one, matter), head: headText(locale, one) };
  if (!isLoud) return textContent(say(locale, "cases.beside", values));
  const button = (key: "take" | "show" | "reply") => caseButton(signer, locale, key, one);
  return {
    tone: "plain",
    blocks: [
      { kind: "heading", text: values.head },
      { kind: "text", text: say(locale, "cases.beside-urgent", values) },
    ],
    buttons: [
      [...(one.view.assigneeId === undefined ? [button("take")] : []), button("show"), button("reply")],
    ],
  };
}

export const headText = (locale: Locale, { caseId, view }: Case): string =>
  say(locale, "cases.card-head", {
    level: say(locale, `people.level.${view.level}`),
    number: caseId,
    fan: fanName(locale, view),
  });

function kindsText(locale: Locale, { view }: Case, { kinds }: Pick<CardMatter, "kinds">): string {
  if (kinds.length === 0) return say(locale, `cases.kind.${view.kind}`);
  return kinds.map((kind) => say(locale, `people.danger.${kind}`)).join("、");
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
