import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { Context } from "hono";

/**
 * htmx starts in a task of its own soon after its script has run; an extension in a second file that arrives later
 * than that is never asked. So all scripts travel as one.
 */
const SCRIPTS = ["htmx.org/dist/htmx.min.js", "htmx.org/dist/ext/hx-sse.min.js", "./public/room.js"];

const SOURCES = {
  "room.js": { files: SCRIPTS, type: "text/javascript; charset=utf-8" },
  "room.css": { files: ["./public/room.css"], type: "text/css; charset=utf-8" },
  "whale.svg": { files: ["./public/whale.svg"], type: "image/svg+xml" },
} as const;
export type AssetName = keyof typeof SOURCES;

export interface Assets {
  /** The path under which browsers may keep the file for ever: it changes with the content. */
  path(name: AssetName): string;
  serve(c: Context): Response | undefined;
}

/** Reads the page's few files once; nothing is fetched from any other site. */
export function loadAssets(): Assets {
  const { resolve } = createRequire(import.meta.url);
  const files = new Map(
    Object.entries(SOURCES).map(([name, { files: parts, type }]) => {
      const body = Buffer.from(parts.map((part) => readFileSync(resolve(part), "utf8")).join("\n;\n"));
      return [name, { type, body, packed: undefined as Buffer | undefined }];
    }),
  );
  const hash = createHash("sha256");
  for (const { body } of files.values()) hash.update(body);
  const version = hash.digest("hex").slice(0, 12);

  return {
    path: (name) => `/room-assets/${version}/${name}`,
    serve(c) {
      const file = files.get(c.req.param("file") ?? "");
      if (!file) return undefined;
      c.header("Content-Type", file.type);
      c.header("X-Content-Type-Options", "nosniff");
      c.header("Vary", "Accept-Encoding");
      const current = c.req.param("version") === version;
      c.header("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
      if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return c.body(new Uint8Array(file.body));
      file.packed ??= gzipSync(file.body);
      c.header("Content-Encoding", "gzip");
      return c.body(new Uint8Array(file.packed));
    },
  };
}
