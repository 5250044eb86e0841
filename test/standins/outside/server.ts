import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { readAtMost } from "../../../src/core/read-bytes.ts";
import { createRobotMakers } from "./robots.ts";

interface Page {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Outside = Awaited<ReturnType<typeof startOutside>>;

/**
 * The public web as far as the bot goes there, on loopback: `/HOST/PATH` stands for `https://HOST/PATH`. Robots' makers
 * answer as they do; pages say what a test wants. Who asks anything else gets 404, and it is written down.
 */
export async function startOutside(now: () => number = Date.now) {
  const robots = createRobotMakers(now);
  const pages = new Map<string, Page | "hang">();
  const asked: string[] = [];
  const strange: string[] = [];
  let failing: number | undefined;

  async function answer(request: IncomingMessage): Promise<Page | "hang"> {
    const url = new URL(request.url ?? "/", "http://outside");
    const [, host = "", ...rest] = url.pathname.split("/");
    const path = `/${rest.join("/")}`;
    const body = Buffer.from(await readAtMost(request, 1_000_000)).toString();
    if (request.method === "GET") {
      asked.push(`https://${host}${path}`);
      const page = pages.get(`https://${host}${path}`);
      if (page) return page;
    } else if (failing !== undefined) {
      return { status: failing, body: "" };
    } else {
      const type = request.headers["content-type"] ?? "";
      const said = robots.answer({ host, path, query: url.searchParams, type, body });
      if (said) return { status: 200, body: JSON.stringify(said) };
    }
    strange.push(`${request.method} https://${host}${path}`);
    return { status: 404, body: "" };
  }

  const server = createServer((request, response) => {
    void answer(request).then((page) => {
      if (page === "hang") return;
      response.writeHead(page.status, page.headers).end(page.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    robots,
    /** Pages that were asked for, in order. */
    asked,
    strange,
    shows: (url: string, page: Page | "hang") => void pages.set(url, page),
    /** Every call to a robot ends with this status; undefined: as it should. */
    fails(status: number | undefined) {
      failing = status;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
