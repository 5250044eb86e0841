import { createHash } from "node:crypto";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What is published before: whoever knows the seed afterwards can see that it was this one. */
export const commitmentOf = (seed: string): string => sha256(seed);

/** The list as it is published, one ticket a line. */
export const ticketList = (tickets: readonly string[]): string => `${tickets.join("\n")}\n`;
export const listHash = (list: string): string => sha256(list.trim());

/**
 * The tickets in the order that seed and list fix; winners are the first ones, a further draw goes on behind them. The
 * list goes into it, so that nobody who knows the seed can choose a winning ticket beforehand.
 */
export function drawOrder(seed: string, list: string): readonly string[] {
  const key = sha256(`${seed}\n${list.trim()}`);
  return list
    .trim()
    .split("\n")
    .map((ticket) => sha256(`${key}:${ticket}`) + ticket)
    .sort()
    .map((entry) => entry.slice(64));
}

/** The same for everybody who has Node and the published list, without anything of ours. */
export const drawCommand = (seed: string, file: string, winners: number, before: number): string =>
  `node -e 'const h=x=>require("crypto").createHash("sha256").update(x).digest("hex"),` +
  `l=require("fs").readFileSync(0,"utf8").replace(/\\r/g,"").trim(),[s,n,k]=process.argv.slice(1),d=h(s+"\\n"+l);` +
  `console.log(h(s),l.split("\\n").map(t=>h(d+":"+t)+t).sort().slice(+k,+k+ +n).map(t=>t.slice(64)).join(" "))' ` +
  `${seed} ${winners} ${before} < ${file}`;

export const ticketOf = (place: number): string => `T${String(place).padStart(5, "0")}`;
export const fileOf = (campaignId: number): string => `draw-${campaignId}.txt`;
