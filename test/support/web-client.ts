import type { PublicMessage } from "../../src/platforms/web/schemas.ts";
import { jsonOf } from "./web-room.ts";

export interface Messages {
  readonly messages: readonly PublicMessage[];
}
export interface Posted {
  readonly id: number;
}

export const JSON_TYPE = { "content-type": "application/json" };

/** A program that keeps its cookie, as the document asks it to. */
export function createClient(url: string) {
  let cookie = "";
  return {
    cookie: () => cookie,
    async request(path: string, init: RequestInit = {}) {
      const headers = new Headers(init.headers);
      if (cookie !== "") headers.set("cookie", cookie);
      const response = await fetch(`${url}${path}`, {
        ...init,
        headers,
        redirect: "manual",
      });
      const set = response.headers.getSetCookie().find((line) => line.startsWith("beluga_visitor="));
      if (set) cookie = set.split(";")[0] ?? "";
      return response;
    },
    post(path: string, body: unknown, headers: Record<string, string> = {}) {
      return this.request(path, {
        method: "POST",
        headers: { ...JSON_TYPE, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
    },
    say(text: string, more: object = {}) {
      return this.post("/api/rooms/lobby/messages", { text, ...more });
    },
    async list(room = "lobby") {
      return (await jsonOf<Messages>(await this.request(`/api/rooms/${room}/messages`))).messages;
    },
  };
}
