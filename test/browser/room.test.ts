import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Content, textContent } from "../../src/core/content.ts";
import type { InboundEvent } from "../../src/core/message.ts";
import { createMemoryRoomStore } from "../support/memory-room-store.ts";
import { createFakeIntake, type RunningRoom, startRoom } from "../support/web-room.ts";
import { BROWSER_ARGS, findBrowser } from "./find-browser.ts";
import { ANSWER, DESKTOP, PHONE, URGENT } from "./scenes.ts";

const executablePath = findBrowser(process.env);
if (executablePath === undefined && !process.env.CI) {
  process.stderr.write("browser tests skipped: no Chromium found (set CHROMIUM_PATH or install chromium)\n");
}

describe.skipIf(executablePath === undefined && !process.env.CI)("the room in a browser", () => {
  let browser: Browser;
  const rooms: RunningRoom[] = [];
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    if (executablePath === undefined)
      throw new Error("CI needs a Chromium: set CHROMIUM_PATH or install chromium");
    browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    await Promise.all(rooms.splice(0).map((room) => room.stop()));
  });

  /** A room whose bot answers what it is asked from a script. */
  async function start(options: Parameters<typeof startRoom>[0] = {}) {
    const intake = options.intake ?? createFakeIntake();
    const room = await startRoom({ ...options, intake });
    rooms.push(room);
    let sent = 0;
    const answer = (event: InboundEvent) => {
      const to = { platform: "web", chatId: event.chat.chatId } as const;
      const send = (content: Content, more: object = {}) => {
        sent += 1;
        void room.platform.send({
          key: `o${sent}-${event.updateKey.slice(0, 12)}`,
          to: { ...to, ...more },
          content,
        });
      };
      if (event.kind === "button")
        send(textContent("好的，已经记下了。"), {
          visibleTo: event.sender.userId,
        });
      if (event.kind !== "message") return;
      const reply = { replyToMessageId: event.messageId };
      if (event.text.includes("抽搐")) send(URGENT, reply);
      else if (event.text.includes("D3")) send(ANSWER, reply);
    };
    intake.onEvent = answer;
    return room;
  }

  async function open(
    url: string,
    options: BrowserContextOptions = PHONE,
  ): Promise<Page & { problems: string[] }> {
    const context = await browser.newContext(options);
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const problems: string[] = [];
    // A refusal by the content security policy is a console error, a broken script a page error.
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    const foreign = (address: string) => !address.startsWith(url) && !address.startsWith("data:");
    page.on("request", (request) => {
      if (foreign(request.url())) problems.push(`foreign request ${request.url()}`);
    });
    await page.goto(`${url}/room`);
    return Object.assign(page, { problems });
  }

  const say = async (page: Page, text: string) => {
    await page.getByLabel("要说的话").fill(text);
    await page.getByRole("button", { name: "发送" }).click();
  };
  const attributes = async (page: Page, selector: string, name: string) =>
    Promise.all((await page.locator(selector).all()).map((element) => element.getAttribute(name)));
  const overflow = (page: Page) =>
    page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
  const atBottom = (page: Page) =>
    page.evaluate(
      "(s => s.scrollHeight - s.scrollTop - s.clientHeight < 80)(document.getElementById('scroller'))",
    );
  const shots = process.env.SCREENSHOT_DIR;
  const shoot = async (page: Page, name: string) => {
    if (shots)
      await page.screenshot({
        animations: "disabled",
        path: `${shots}/${name}.png`,
      });
  };

  it("answers a mother's question on a phone, with its source and buttons", async () => {
    const { url, intake } = await start();
    const page = await open(url);
    await expect.poll(() => page.getByText("小白鲸是机器人").isVisible()).toBe(true);
    await shoot(page, "phone-empty");
    await say(page, "新生儿要吃维生素D3吗");
    await page.getByText("要。出生后几天").waitFor();
    expect(await page.locator(".msg.own .text").textContent()).toBe("新生儿要吃维生素D3吗");
    expect(await page.locator(".msg.bot .small").textContent()).toContain("来源");
    expect(await page.getByLabel("要说的话").inputValue()).toBe("");
    await page.getByRole("button", { name: "有帮助" }).tap();
    await page.getByText("好的，已经记下了").waitFor();
    expect(await page.getByText("只有你能看到").count()).toBe(1);
    expect(intake.events.at(-1)).toMatchObject({
      kind: "button",
      data: "yes.1",
      messageId: "2",
    });
    for (const button of await page.locator("button:visible").all()) {
      expect((await button.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(36);
    }
    expect(await overflow(page)).toBe(false);
    expect(page.problems).toEqual([]);
    await shoot(page, "phone");
  });

  it("asks a sample question with one tap", async () => {
    const { url } = await start();
    const page = await open(url);
    await page.getByRole("button", { name: "新生儿要吃维生素D3吗" }).tap();
    await page.getByText("要。出生后几天").waitFor();
    expect(await page.getByText("大家常问").count()).toBe(0);
    expect(page.problems).toEqual([]);
  });

  it("shows the urgent card with numbers that can be called", async () => {
    const { url } = await start();
    const page = await open(url);
    await say(page, "宝宝抽搐了怎么办");
    await page.locator(".tone-urgent .dial").first().waitFor();
    const numbers = await attributes(page, ".tone-urgent .dial", "href");
    expect(numbers).toEqual(["tel:120", "tel:110", "tel:12356"]);
    await shoot(page, "phone-urgent");
  });

  it("is a group: others see what is said, not what is whispered, on a desktop with Enter", async () => {
    const { url } = await start();
    const mei = await open(url, DESKTOP);
    const lan = await open(url, DESKTOP);
    await mei.getByLabel("要说的话").fill("新生儿要吃D3吗");
    await mei.getByLabel("要说的话").press("Shift+Enter");
    await mei.keyboard.type("谢谢大家");
    await mei.keyboard.press("Enter");
    await lan.getByText("要。出生后几天").waitFor();
    expect(await lan.locator(".msg.other .text").textContent()).toBe("新生儿要吃D3吗\n谢谢大家");
    await lan.getByRole("button", { name: "没帮上" }).click();
    await lan.getByText("已经记下了").waitFor();
    await say(lan, "我家也在吃");
    await mei.getByText("我家也在吃").waitFor();
    expect(await mei.getByText("已经记下了").count()).toBe(0);
    await mei.getByRole("button", { name: "回复" }).first().click();
    await say(mei, "那要吃到几岁");
    await lan.locator(".msg.other .quote").waitFor();
    expect(await lan.locator(".msg.other .quote").textContent()).toContain("小白鲸");
    expect(await overflow(mei)).toBe(false);
    expect([...mei.problems, ...lan.problems]).toEqual([]);
    await shoot(lan, "desktop");
    await lan.emulateMedia({ colorScheme: "dark" });
    await shoot(lan, "desktop-dark");
  });

  it("runs nothing and breaks nothing, whatever is written into text, name, answer or button", async () => {
    const { url, platform } = await start();
    const page = await open(url);
    const evil = `<img src=x onerror="window.hurt=1"><script>window.hurt=2</script>"'><b hx-get=/room hx-trigger=load>\u202Eمرحبا</p></article>`;
    await page.locator(".me summary").click();
    await page.locator("#name").fill("<b>梅\u202E");
    await say(page, evil);
    await page.locator(".msg.own").waitFor();
    await platform.send({
      key: "evil",
      to: { platform: "web", chatId: "lobby", replyToMessageId: "1" },
      content: {
        tone: "answer",
        blocks: [
          { kind: "heading", text: evil },
          { kind: "text", text: evil },
          { kind: "list", items: [evil] },
          { kind: "small", text: evil },
        ],
        buttons: [
          [
            { label: evil, data: `"><script>window.hurt=3</script>` },
            { label: evil, url: "javascript:window.hurt=4" },
          ],
        ],
      },
    });
    await page.locator(".msg.bot").waitFor();
    await page.reload();
    await page.locator(".msg.bot").waitFor();
    expect(await page.locator(".msg.own .text").textContent()).toBe(evil);
    expect(await page.locator(".msg.bot h3").textContent()).toBe(evil);
    expect(await page.locator("#log img:not(.avatar), #log script, #log b").count()).toBe(0);
    expect(await page.locator("#log article").count()).toBe(2);
    expect(await page.evaluate("window.hurt")).toBeUndefined();
    await page.locator(".choice").first().tap();
    await expect.poll(() => page.locator("#note").textContent()).toBe("");
    expect(await overflow(page)).toBe(false);
    expect(page.problems).toEqual([]);
  });

  it("keeps what was typed when it cannot be sent, says why, and sends it once afterwards", async () => {
    const { url, intake } = await start();
    const page = await open(url);
    intake.failing = true;
    await say(page, "宝宝几个月加辅食");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("120");
    expect(await page.getByLabel("要说的话").inputValue()).toBe("宝宝几个月加辅食");
    await shoot(page, "phone-failed");
    intake.failing = false;
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "发送" }).click();
    await page.getByText("网络不通").waitFor();
    expect(await page.getByLabel("要说的话").inputValue()).toBe("宝宝几个月加辅食");
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "发送" }).click();
    await expect.poll(() => page.getByLabel("要说的话").inputValue()).toBe("");
    await page.locator(".msg.own").waitFor();
    expect(intake.events).toHaveLength(1);
    expect(await page.locator(".msg.own").count()).toBe(1);
  });

  it("comes back by itself after a restart, and shows what was said meanwhile once", async () => {
    const store = createMemoryRoomStore();
    const before = await start({ store });
    const page = await open(before.url);
    await say(page, "新生儿要吃维生素D3吗");
    await page.getByText("要。出生后几天").waitFor();
    await before.stop();
    rooms.length = 0;
    await page.getByText("正在重新连上").waitFor();
    const after = await start({
      store,
      port: Number(new URL(before.url).port),
    });
    await after.platform.send({
      key: "x",
      to: { platform: "web", chatId: "lobby" },
      content: textContent("我回来了"),
    });
    await page.getByText("我回来了").waitFor();
    await expect.poll(() => page.getByText("正在重新连上").isVisible()).toBe(false);
    expect(await attributes(page, "#log article", "id")).toEqual(["m1", "m2", "m3"]);
    await say(page, "还在吗");
    await page.getByText("还在吗").waitFor();
    expect(await page.locator(".msg.own").count()).toBe(2);
  });

  it("shows a changed message in its place, with buttons that work", async () => {
    const room = await start();
    const to = { platform: "web", chatId: "lobby" } as const;
    const { messageId } = await room.platform.send({ key: "c1", to, content: textContent("还在等") });
    await room.platform.send({ key: "c2", to, content: textContent("别的话") });
    const page = await open(room.url);
    await page.getByText("还在等").waitFor();
    const content = textContent("王老师在看", [[{ label: "谢谢", data: "t.x.sig" }]]);
    await room.platform.edit?.({ key: "c3", to, content, messageId });
    await page.getByText("王老师在看").waitFor();
    expect(await page.locator("#log article").count()).toBe(2);
    expect(await page.locator("#log article").first().textContent()).toContain("王老师在看");
    expect(await page.getByText("还在等").count()).toBe(0);
    await page.getByRole("button", { name: "谢谢" }).click();
    await page.getByText("好的，已经记下了。").waitFor();
    expect(page.problems).toEqual([]);
  });

  it("does not pull away from what is being read, and says that there is more", async () => {
    const { url, platform } = await start();
    const send = (i: number) =>
      platform.send({
        key: `k${i}`,
        to: { platform: "web", chatId: "lobby" },
        content: textContent(`第 ${i} 条消息`),
      });
    for (let i = 1; i <= 30; i++) await send(i);
    const page = await open(url);
    expect(await atBottom(page)).toBe(true);
    await send(31);
    await page.getByText("第 31 条消息").waitFor();
    await expect.poll(() => atBottom(page)).toBe(true);
    await page.evaluate("document.getElementById('scroller').scrollTop = 0");
    await send(32);
    await page.getByRole("button", { name: "有新消息" }).waitFor();
    expect(await atBottom(page)).toBe(false);
    await page.getByRole("button", { name: "有新消息" }).tap();
    await expect.poll(() => atBottom(page)).toBe(true);
  });

  it("works without a script: the form posts, the page shows messages, buttons and errors", async () => {
    const { url, intake } = await start();
    const page = await open(url, { ...PHONE, javaScriptEnabled: false });
    await say(page, "新生儿要吃维生素D3吗");
    await page.getByRole("link", { name: "刷新" }).click();
    await page.getByText("要。出生后几天").waitFor();
    await page.getByRole("button", { name: "没帮上" }).click();
    expect(intake.events.at(-1)).toMatchObject({
      kind: "button",
      data: "no.1",
    });
    intake.failing = true;
    await say(page, "这条先不发");
    expect(await page.getByRole("alert").textContent()).toContain("120");
    expect(await page.getByLabel("要说的话").inputValue()).toBe("这条先不发");
  });

  it("shows local times, and English when asked", async () => {
    const store = createMemoryRoomStore();
    await store.append({
      room: "lobby",
      key: "old",
      author: "visitor",
      authorId: "someone",
      authorName: "访客·松果",
      visibleTo: null,
      replyToId: null,
      content: { kind: "text", text: "早" },
      at: Date.parse("2026-03-01T00:30:00Z"),
    });
    const { url, intake } = await start({ store });
    const page = await open(url, DESKTOP);
    // Urumqi's zone is two hours behind the one that the server writes.
    await expect.poll(() => page.locator("time").first().textContent()).toContain("06:30");
    await page.getByRole("link", { name: "English" }).click();
    await page.getByText("Beluga is a bot").waitFor();
    await page.getByLabel("Your message").fill("Does a newborn need D3?");
    await page.getByLabel("Your message").press("Enter");
    await page.locator(".msg.bot").waitFor();
    expect(intake.events[0]).toMatchObject({ sender: { language: "en" } });
    await shoot(page, "desktop-english");
  });

  it("fits a screen 360 pixels wide with long words and long names", async () => {
    const { url, platform } = await start();
    const page = await open(url, {
      ...PHONE,
      viewport: { width: 360, height: 640 },
    });
    await page.locator(".me summary").click();
    await page.locator("#name").fill("很长很长的名字很长很长的名字很长很长");
    await say(page, "a".repeat(300));
    await platform.send({
      key: "a",
      to: { platform: "web", chatId: "lobby", replyToMessageId: "1" },
      content: ANSWER,
    });
    await page.locator(".msg.bot").waitFor();
    expect(await overflow(page)).toBe(false);
    // A long answer must not be scrolled past its first words.
    const leadTop = async () => (await page.locator(".msg.bot .lead").boundingBox())?.y ?? 0;
    await expect.poll(leadTop).toBeGreaterThan(60);
    await shoot(page, "phone-small");
    const reloaded = await page.reload().then(() => page.locator(".me summary").textContent());
    expect(reloaded).toContain("很长很长的名字");
  });
});
