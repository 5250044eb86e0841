import { textContent } from "../core/content.ts";
import { type KeptSection, MOST_SHOWN, type PersonData } from "../core/person-data.ts";
import type { Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, pointToPrivate, toActor } from "../people/index.ts";
import type { PrivacyDeps } from "./privacy-deps.ts";

/** `/mydata`: everything that is kept about a person, over her linked accounts; only where nobody else reads. */
export async function showMyData<Stores>(
  deps: PrivacyDeps<Stores>,
  stores: Stores,
  actor: Actor,
): Promise<readonly Reply[]> {
  if (!actor.discreet) return [pointToPrivate(actor, "mydata")];
  const { locale } = actor;
  const sections = await sectionsOf(deps.data, stores, actor.person.personId, locale);
  const at = deps.clock.now();
  const date = momentOf(at).slice(0, 10);
  const text = { name: `beluga-${date}.txt`, text: textOf(sections, locale, at) };
  const json = { name: `beluga-${date}.json`, text: jsonOf(sections, at) };
  return [
    toActor({ ...textContent(say(locale, "privacy.mydata")), file: text }, "mydata"),
    toActor({ ...textContent(say(locale, "privacy.mydata-json")), file: json }, "mydata-json"),
  ];
}

async function sectionsOf<Stores>(
  data: readonly PersonData<Stores>[],
  stores: Stores,
  personId: string,
  locale: Locale,
): Promise<readonly KeptSection[]> {
  const sections: KeptSection[] = [];
  for (const one of data) sections.push(...(await one.shows(stores, personId, locale)));
  return sections;
}

/** China has one time zone and no summer time. */
const UTC_OFFSET_MS = 8 * 3_600_000;
/** A moment by the clock in China, "2026-11-22 20:15". */
export const momentOf = (at: number): string =>
  new Date(at + UTC_OFFSET_MS).toISOString().slice(0, 16).replace("T", " ");

function textOf(sections: readonly KeptSection[], locale: Locale, now: number): string {
  const parts = sections.map(({ title, items }) => {
    const lines = items.map(({ at, line }) => `${at === undefined ? "" : `${momentOf(at)}  `}${line}`);
    const more = items.length < MOST_SHOWN ? [] : [say(locale, "privacy.file-more", { most: MOST_SHOWN })];
    const body = lines.length === 0 ? [say(locale, "privacy.nothing")] : [...lines, ...more];
    return [`== ${say(locale, title)} ==`, ...body].join("\n");
  });
  return [say(locale, "privacy.file-head", { at: momentOf(now) }), ...parts].join("\n\n");
}

const jsonOf = (sections: readonly KeptSection[], at: number): string =>
  JSON.stringify(
    {
      at: new Date(at).toISOString(),
      kept: Object.fromEntries(
        sections.map(({ title, items }) => [
          title.replace("privacy.section.", ""),
          items.map((item) => ({
            ...(item.at === undefined ? {} : { at: new Date(item.at).toISOString() }),
            ...item.data,
          })),
        ]),
      ),
    },
    undefined,
    2,
  );
