import { createClient } from "redis";
import type { Finding } from "../core/finding.ts";

const ANSWER_WITHIN_MS = 3_000;

/** Looks whether Redis answers and is young enough. */
export async function checkRedis(url: string): Promise<Finding> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: ANSWER_WITHIN_MS, socketTimeout: ANSWER_WITHIN_MS, reconnectStrategy: false },
  });
  client.on("error", () => {}); // told by connect and info too
  try {
    await client.connect();
    const version = /redis_version:([\d.]+)/.exec(await client.info("server"))?.[1] ?? "unknown";
    if (Number.parseInt(version, 10) >= 7) {
      return { about: "Redis", status: "ok", detail: `version ${version} answers` };
    }
    return {
      about: "Redis",
      status: "warning",
      detail: `version ${version} answers; it is tried with 7 and later`,
      mend: "Update the server of REDIS_URL.",
    };
  } catch {
    return {
      about: "Redis",
      status: "warning",
      detail: "Redis cannot be used: each process keeps to its part of the pace",
      mend: "Check that the server of REDIS_URL runs, and its user and password.",
    };
  } finally {
    client.destroy();
  }
}
