import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAskOutside } from "../../src/core/ask-outside.ts";
import { createKuaishouProbe } from "../../src/probes/index.ts";
import { readLivePage } from "../../src/probes/kuaishou-page.ts";
import { type Outside, startOutside } from "../standins/outside/server.ts";
import { createForwardClock } from "../support/forward-clock.ts";

const page = (name: string): string =>
  readFileSync(new URL(`pages/${name}.html.txt`, import.meta.url), "utf8");
const LINK = "https://live.kuaishou.com/u/3xwanglaoshi";

describe("a stored page", () => {
  it.each([
    ["live", "live"],
    ["offline", "offline"],
    // It says that nobody is live, because it was asked too often.
    ["throttled", "throttled"],
    ["throttled-with-author", "throttled"],
    ["error", "unknown"],
    ["changed-layout", "unknown"],
    ["login-wall", "unknown"],
  ])("%s reads %s", (name, look) => {
    expect(page(name)).toContain("</html>");
    expect(readLivePage(page(name))).toBe(look);
  });

  it("is unknown wherever it was cut off, and where its room is nobody's", () => {
    for (const name of ["live", "offline"]) {
      const whole = page(name);
      const end = whole.indexOf(";(function(){var s;");
      fc.assert(fc.property(fc.nat(end - 1), (at) => readLivePage(whole.slice(0, at)) === "unknown"));
    }
    const nobody = page("offline").replace('"id":"3xwanglaoshi"', '"id":undefined');
    expect(readLivePage(nobody)).toBe("unknown");
  });

  it("is never read as anything where it is none", () => {
    fc.assert(fc.property(fc.string(), (text) => readLivePage(text) === "unknown"));
    fc.assert(
      fc.property(fc.json(), (text) => readLivePage(`window.__INITIAL_STATE__=${text};`) === "unknown"),
    );
  });
});

describe("looking", () => {
  let outside: Outside;
  const clock = createForwardClock();
  beforeAll(async () => {
    outside = await startOutside(clock.now);
  });
  afterAll(() => outside.stop());
  const probe = () => createKuaishouProbe({ ask: createAskOutside({ clock, root: outside.url }) });

  it("knows the pages of live rooms and no others", () => {
    const { readLink } = probe();
    expect(readLink(`${LINK}?from=app#x`)).toBe(LINK);
    expect(readLink("https://live.kuaishou.com/profile/3xwanglaoshi")).toBe(LINK);
    for (const odd of [
      "http://live.kuaishou.com/u/3xwanglaoshi",
      "https://live.kuaishou.com.evil.example/u/3xwanglaoshi",
      "https://live.kuaishou.com@evil.example/u/3xwanglaoshi",
      "https://live.kuaishou.com:444/u/3xwanglaoshi",
      "https://127.0.0.1/u/3xwanglaoshi",
      "https://live.kuaishou.com/u/../admin",
      "https://v.kuaishou.com/abc",
      "javascript:alert(1)",
      "王老师",
    ]) {
      expect(readLink(odd), odd).toBeUndefined();
    }
  });

  it("reads the page, and nothing into a page that is not there", async () => {
    outside.shows(LINK, { status: 200, body: page("live") });
    expect(await probe().look(LINK)).toBe("live");
    outside.shows(LINK, { status: 429, body: "" });
    expect(await probe().look(LINK)).toBe("throttled");
    outside.shows(LINK, { status: 502, body: page("offline") });
    expect(await probe().look(LINK)).toBe("unknown");
  });

  it("follows nobody elsewhere, reads no endless page, and waits for no silent one", async () => {
    const asked = outside.asked.length;
    outside.shows(LINK, {
      status: 302,
      body: "",
      headers: { location: `${outside.url}/169.254.169.254/latest` },
    });
    expect(await probe().look(LINK)).toBe("unknown");
    expect(outside.asked.slice(asked)).toEqual([LINK]);
    outside.shows(LINK, { status: 200, body: `${page("live")}${" ".repeat(2_200_000)}` });
    expect(await probe().look(LINK)).toBe("unknown");
    outside.shows(LINK, "hang");
    const looking = probe().look(LINK);
    await expect.poll(() => outside.asked.length).toBe(asked + 3);
    clock.forward(11_000);
    expect(await looking).toBe("unknown");
    const nowhere = createKuaishouProbe({ ask: createAskOutside({ clock, root: "http://127.0.0.1:9" }) });
    expect(await nowhere.look(LINK)).toBe("unknown");
  });
});
