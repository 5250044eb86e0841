import { type ChatCompletionRequest, LLMock } from "@copilotkit/aimock";

export type Task = "restate" | "choose" | "reword" | "danger" | "check";

export interface AskedModel {
  readonly task: Task;
  readonly system: string;
  readonly user: string;
  /** The lines of the article as a rewording request shows them, by number. */
  readonly lines: ReadonlyMap<number, string>;
  readonly articleId: string;
  readonly revision: string;
}

type Reply = object | string | { readonly status: number; readonly error: string };

export interface ModelStandIn {
  readonly url: string;
  readonly mock: LLMock;
  /** Everything that arrived over HTTP, as text. */
  readonly bodies: readonly string[];
  readonly asked: readonly AskedModel[];
  /** What this task is answered with from now on; a string is sent as it is, an object as JSON. */
  answers(task: Task, reply: Reply | ((asked: AskedModel) => Reply | Promise<Reply>)): void;
  forget(): void;
  stop(): Promise<void>;
}

const contentOf = (request: ChatCompletionRequest, role: string): string =>
  request.messages
    .filter((message) => message.role === role)
    .map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content)))
    .join("\n");

function taskOf(system: string): Task {
  if (system.includes('{"choice"')) return "choose";
  if (system.includes('{"danger"')) return "danger";
  if (system.includes('{"question"')) return "restate";
  return system.includes('{"sentences"') ? "reword" : "check";
}

function readAsked(request: ChatCompletionRequest): AskedModel {
  const system = contentOf(request, "system");
  const user = contentOf(request, "user");
  const lines = new Map<number, string>();
  for (const [, number, text = ""] of user.matchAll(/^(\d+)\. (?:【[^】]*】)?(.*)$/gm)) {
    lines.set(Number(number), text);
  }
  return {
    task: taskOf(system),
    system,
    user,
    lines,
    articleId: /"articleId": "([^"]+)"/.exec(system)?.[1] ?? "",
    revision: /"revision": "([^"]+)"/.exec(system)?.[1] ?? "",
  };
}

/** `@copilotkit/aimock` on a port of its own, answering what a test tells it to. */
export async function startModelStandIn(): Promise<ModelStandIn> {
  const mock = new LLMock({ port: 0, host: "127.0.0.1", logLevel: "silent" });
  const asked: AskedModel[] = [];
  const bodies: string[] = [];
  const replies = new Map<Task, Reply | ((one: AskedModel) => Reply | Promise<Reply>)>();
  mock.on({ endpoint: "chat" }, async (request) => {
    bodies.push(JSON.stringify(request));
    const one = readAsked(request);
    asked.push(one);
    const told = replies.get(one.task) ?? { status: 404, error: "nothing is planned for this task" };
    const reply = typeof told === "function" ? await told(one) : told;
    if (typeof reply === "string") return { content: reply };
    if ("status" in reply && "error" in reply) {
      return { error: { message: String(reply.error) }, status: Number(reply.status) };
    }
    return { content: JSON.stringify(reply) };
  });
  await mock.start();
  return {
    url: `${mock.url}/v1`,
    mock,
    bodies,
    asked,
    answers: (task, reply) => void replies.set(task, reply),
    forget() {
      asked.length = 0;
      bodies.length = 0;
      replies.clear();
      mock.clearRequests();
    },
    stop: () => mock.stop(),
  };
}

/** A rewording as a well-behaved model makes it: these lines of the article, as they are. */
export const quoting =
  (...numbers: readonly number[]) =>
  ({ lines, articleId, revision }: AskedModel) => ({
    sentences: numbers.map((number) => ({
      text: lines.get(number) ?? "",
      articleId,
      revision,
      lines: [number],
    })),
  });
