import i18next from "i18next";
import { afterSaleTexts } from "./after-sale.ts";
import { aidTexts } from "./aid.ts";
import { alertTexts } from "./alerts.ts";
import { answeringTexts } from "./answering.ts";
import { caseDeskTexts } from "./case-desk.ts";
import { caseTexts } from "./cases.ts";
import { couponTexts } from "./coupons.ts";
import { editingTexts } from "./editing.ts";
import { peopleTexts } from "./people.ts";
import { platformTexts } from "./platform.ts";
import { privacyTexts } from "./privacy.ts";
import { replyTexts } from "./replies.ts";
import { rosterTexts } from "./rosters.ts";
import { safetyTexts } from "./safety.ts";
import type { Locale, Texts } from "./text.ts";

export type { Locale } from "./text.ts";

const ALL = {
  ...afterSaleTexts,
  ...aidTexts,
  ...alertTexts,
  ...answeringTexts,
  ...caseDeskTexts,
  ...caseTexts,
  ...couponTexts,
  ...editingTexts,
  ...peopleTexts,
  ...platformTexts,
  ...privacyTexts,
  ...replyTexts,
  ...rosterTexts,
  ...safetyTexts,
} as const satisfies Texts;
export type TextKey = keyof typeof ALL;

const resources = (locale: Locale) =>
  Object.fromEntries(Object.entries<Texts[string]>(ALL).map(([key, text]) => [key, text[locale]]));

const instance = i18next.createInstance();
// Encoders escape for their platform, so i18next must not; keys contain dots and are not paths.
void instance.init({
  lng: "zh",
  fallbackLng: "zh",
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, skipOnVariables: true },
  resources: { zh: { translation: resources("zh") }, en: { translation: resources("en") } },
});

/** The text for `key` in `locale` with `{{name}}` filled in. */
export function say(
  locale: Locale,
  key: TextKey,
  values?: Readonly<Record<string, string | number>>,
): string {
  if (values) return instance.t(key, { ...values, lng: locale });
  const known = plain[locale].get(key);
  if (known !== undefined) return known;
  const text = instance.t(key, { lng: locale });
  plain[locale].set(key, text);
  return text;
}

/** Texts without values, looked up once: an answer has eight of them. */
const plain: Record<Locale, Map<TextKey, string>> = { zh: new Map(), en: new Map() };

/** Chinese unless the platform says that the person reads another language. */
export const localeOf = (language: string | undefined): Locale =>
  language === undefined || /^zh\b/i.test(language) ? "zh" : "en";
