/** One sentence that people read, in both languages side by side so that neither can be forgotten. */
export type Texts = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
export type Locale = "zh" | "en";
