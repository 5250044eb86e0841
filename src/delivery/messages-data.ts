import { type PersonData, type PersonRows, simpleData } from "../core/person-data.ts";
import { say } from "../core/texts/index.ts";

/** Something that a person wrote, while the inbox or a web room still holds it. */
export interface KeptMessage {
  readonly at: number;
  readonly platform: string;
  readonly text: string;
}

interface Stores {
  readonly personRows: { readonly messages: PersonRows<KeptMessage> };
}

/** What a person wrote: kept by account, so that nothing has to move when two of them become one person's. */
export const messagesData: PersonData<Stores> = simpleData(
  ({ personRows }) => personRows.messages,
  "privacy.section.messages",
  ({ at, platform, text }, locale) => ({
    at,
    line: say(locale, "privacy.line.message", { platform, text }),
    data: { platform, text },
  }),
);
