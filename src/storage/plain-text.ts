/** Without NUL characters, which PostgreSQL refuses in text; people's clients and fuzzers do send them. */
export const plainText = (text: string): string => text.replaceAll("\u0000", "");
