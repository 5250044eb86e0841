import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commitmentOf, drawCommand, drawOrder, ticketList, ticketOf } from "../../src/coupons/draw.ts";

const tickets = (count: number) => Array.from({ length: count }, (_, at) => ticketOf(at + 1));

describe("a draw", () => {
  it("is an order of the same tickets that seed and list fix", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 60 }), (seed, count) => {
        const order = drawOrder(seed, ticketList(tickets(count)));
        expect([...order].sort()).toEqual(tickets(count));
        expect(drawOrder(seed, ticketList(tickets(count)))).toEqual(order);
      }),
    );
  });

  it("cannot be known before the list is closed: one more ticket changes the order of all", () => {
    const before = drawOrder("seed", ticketList(tickets(20)));
    const after = drawOrder("seed", ticketList(tickets(21))).filter((ticket) => ticket !== ticketOf(21));
    expect(after).not.toEqual(before);
  });

  it("favours no place in the list", () => {
    const wins = new Array<number>(10).fill(0);
    for (let round = 0; round < 4_000; round += 1) {
      const winner = drawOrder(`seed ${round}`, ticketList(tickets(10)))[0] ?? "";
      wins[Number(winner.slice(1)) - 1] = (wins[Number(winner.slice(1)) - 1] ?? 0) + 1;
    }
    // 400 expected, standard deviation 19: five of these.
    for (const count of wins) expect(Math.abs(count - 400)).toBeLessThan(95);
  });

  it("comes out the same with the shown command, also from a list that Windows has saved", async () => {
    const list = ticketList(tickets(50));
    const folder = await mkdtemp(join(tmpdir(), "beluga-draw-"));
    await writeFile(join(folder, "draw-1.txt"), list.replaceAll("\n", "\r\n"));
    const said = execFileSync("sh", ["-c", drawCommand("5eed", "draw-1.txt", 4, 3)], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH },
    });
    expect(said.trim().split(" ")).toEqual([commitmentOf("5eed"), ...drawOrder("5eed", list).slice(3, 7)]);
  });
});
