import { serve } from "@hono/node-server";
import { Hono } from "hono";

/** The baseline for starting: one route of the same web framework, and nothing else. */
const app = new Hono();
app.get("/readyz", (context) => context.json({ status: "ready" }));
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.argv[2]) });
