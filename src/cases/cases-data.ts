import { keptMs } from "../core/kept.ts";
import { type KeptItem, MOST_SHOWN, type PersonData, type Staying } from "../core/person-data.ts";
import { type Locale, say } from "../core/texts/index.ts";
import type { CaseEvent, CaseKind } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { joinCases } from "./join-cases.ts";
import { wordsOf } from "./words.ts";

/** What was bought and sold is kept for longer. */
const GOODS_KINDS: readonly CaseKind[] = ["after-sale", "product-safety"];

const isGoods = ({ view }: Case): boolean => GOODS_KINDS.includes(view.kind);
/** Who was erased is nobody's any more, so whatever still is hers can be read. */
const MOST_EVENTS = 5_000;

/** What is kept in cases about the person whose they are. Internal notes belong to those who wrote them. */
export const casesData = (deps: CaseDeps): PersonData<CaseStores> => ({
  async shows({ cases }, personId, locale) {
    const items: KeptItem[] = [];
    for (const one of await cases.allOf(personId, MOST_SHOWN)) {
      const { caseId, view } = one;
      const { kind, level, status, openedAt: at, closedAt, rating } = view;
      const line = say(locale, "privacy.line.case", {
        number: caseId,
        kind: say(locale, `cases.kind.${kind}`),
        status: say(locale, `cases.status.${status}`),
      });
      items.push({ at, line, data: { number: caseId, kind, level, status, openedAt: at, closedAt, rating } });
      for (const event of await cases.events(caseId, MOST_EVENTS)) {
        const said = saidIn(locale, event);
        if (said) items.push({ at: event.at, line: `  ${said}`, data: { case: caseId, said } });
      }
    }
    return [{ title: "privacy.section.cases", items }];
  },

  async stays({ cases }, personId, locale) {
    const all = await cases.allOf(personId, MOST_SHOWN);
    return all.flatMap((one): readonly Staying[] => {
      const { caseId: number, view } = one;
      if (view.status === "open") {
        const line = say(locale, "privacy.stays.case", { number });
        return [{ line, until: undefined, holdsAccount: true }];
      }
      if (!isGoods(one)) return [];
      const until = (view.closedAt ?? view.lastFanAt) + keptMs("goods-case-texts");
      return [{ line: say(locale, "privacy.stays.goods", { number }), until, holdsAccount: false }];
    });
  },

  async forgets({ cases }, personId, now) {
    for (const one of await cases.allOf(personId, MOST_SHOWN)) {
      if (one.view.status === "closed" && !isGoods(one)) await cases.eraseCase(one.caseId, now);
    }
  },

  async merges(stores, fromId, intoId, locale) {
    const { replies, joined } = await joinCases(deps, stores, fromId, intoId);
    return { replies, lines: joined.map((number) => say(locale, "privacy.joined-case", { number })) };
  },
});

/** What she and the team said to each other; nothing else of a case is addressed to her. */
function saidIn(locale: Locale, event: CaseEvent): string | undefined {
  switch (event.type) {
    case "opened":
      return event.text === undefined ? undefined : wordsOf(locale, event.text);
    case "fan-wrote":
      return wordsOf(locale, event.text, event.media);
    case "staff-wrote":
      return `${event.as}: ${wordsOf(locale, event.text, event.media)}`;
    case "staff-edited":
    case "rated-words":
    case "form-answered":
    case "edited":
      return wordsOf(locale, event.text);
    default:
      return undefined;
  }
}
