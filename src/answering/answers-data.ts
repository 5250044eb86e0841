import { type PersonData, type PersonRows, simpleData } from "../core/person-data.ts";
import { say } from "../core/texts/index.ts";

/** That a question was answered, and with what; the question itself is not kept. */
export interface KeptAnswer {
  readonly at: number;
  readonly outcome: string;
  readonly articleId: string | undefined;
  readonly helped: boolean | undefined;
}

interface Stores {
  readonly personRows: { readonly answers: PersonRows<KeptAnswer> };
}

/** Which answers a person got. Forgotten ones stay as figures, of nobody and from nowhere. */
export const answersData: PersonData<Stores> = simpleData(
  ({ personRows }) => personRows.answers,
  "privacy.section.answers",
  ({ at, outcome, articleId, helped }, locale) => ({
    at,
    line: say(locale, "privacy.line.answer", { article: articleId ?? say(locale, "privacy.no-answer") }),
    data: { outcome, articleId, helped },
  }),
);
