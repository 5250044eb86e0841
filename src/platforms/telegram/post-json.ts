import { type Agent, type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

/** One call under way. */
export interface Posting {
  /** The method's `result`; rejects with what `readFailure` reads. */
  readonly result: Promise<unknown>;
  /** Ends the call; what it has sent already may still be carried out. */
  cancel(): void;
}

export interface JsonPosterOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly agent: Agent;
}

/**
 * Calls methods that take no file, straight over Node's HTTP: the same request as telegraf's `callApi` makes for a third
 * of the work, which under load is what an answer costs most after its search.
 */
export function createJsonPoster({ token, apiRoot, agent }: JsonPosterOptions) {
  const { protocol, hostname, port, pathname } = new URL(`./bot${token}/`, apiRoot);
  const begin = protocol === "https:" ? httpsRequest : httpRequest;
  // A literal IPv6 address stands in brackets in a URL, and without them in a request.
  const host = hostname.replace(/^\[|\]$/g, "");

  return (method: string, params: object): Posting => {
    const body = Buffer.from(JSON.stringify(params));
    let request: ClientRequest | undefined;
    const result = new Promise<unknown>((resolve, reject) => {
      request = begin(
        {
          host,
          port,
          path: pathname + method,
          method: "POST",
          agent,
          headers: { "content-type": "application/json", "content-length": body.length },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject); // also when it was cut off half way
          response.on("end", () => {
            const { statusCode = 0, statusMessage = "" } = response;
            try {
              resolve(readResult(statusCode, statusMessage, Buffer.concat(chunks).toString()));
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      request.on("error", reject);
      request.end(body);
    });
    return { result, cancel: () => request?.destroy(new Error("the call was ended")) };
  };
}

/** Telegram said no; in the shape of telegraf's own error, so that both ways are read by one `readFailure`. */
class Refused extends Error {
  readonly response: unknown;
  constructor(response: unknown) {
    super("refused");
    this.response = response;
  }
}

function readResult(status: number, reason: string, body: string): unknown {
  // What a failing gateway writes below its status is for people.
  if (status >= 500) throw new Refused({ error_code: status, description: reason });
  const answer: unknown = JSON.parse(body);
  if (typeof answer === "object" && answer !== null && "ok" in answer && answer.ok === true) {
    return "result" in answer ? answer.result : undefined;
  }
  throw new Refused(answer);
}
