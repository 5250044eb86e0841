import { type Locale, say, type TextKey } from "../../core/texts/index.ts";

const PROBLEMS = {
  invalid: { status: 400, text: "web.error-invalid" },
  "invalid-json": { status: 400, text: "web.error-json" },
  "unsupported-media-type": { status: 415, text: "web.error-media-type" },
  "empty-text": { status: 400, text: "web.error-empty" },
  "text-too-long": { status: 400, text: "web.error-too-long" },
  "name-not-allowed": { status: 400, text: "web.error-name" },
  "reply-not-found": { status: 400, text: "web.error-reply" },
  "button-not-found": { status: 404, text: "web.error-button" },
  "room-not-found": { status: 404, text: "web.error-room" },
  "not-found": { status: 404, text: "web.error-not-found" },
  "foreign-origin": { status: 403, text: "web.error-origin" },
  "body-too-large": { status: 413, text: "web.error-too-long" },
  "idempotency-key-reused": { status: 422, text: "web.error-key-reused" },
  "too-fast": { status: 429, text: "web.error-too-fast" },
  unavailable: { status: 503, text: "web.error-unavailable" },
  "too-many-streams": { status: 503, text: "web.error-too-many-streams" },
  unexpected: { status: 500, text: "web.error-unexpected" },
} as const satisfies Record<string, { status: number; text: TextKey }>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** A request that gets an error as its answer: a code for programs, a sentence for people. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly field: string | undefined;
  readonly retryAfterS: number | undefined;
  readonly #values: Readonly<Record<string, string | number>>;

  constructor(
    code: ProblemCode,
    options: {
      field?: string;
      retryAfterS?: number;
      values?: Readonly<Record<string, string | number>>;
      cause?: unknown;
    } = {},
  ) {
    super(code, { cause: options.cause });
    this.code = code;
    this.field = options.field;
    this.retryAfterS = options.retryAfterS;
    this.#values = options.values ?? {};
  }

  get status() {
    return PROBLEMS[this.code].status;
  }

  /** The sentence for the person, with what to do now. */
  reason(locale: Locale): string {
    return say(locale, PROBLEMS[this.code].text, {
      field: this.field ?? "",
      ...this.#values,
    });
  }
}
