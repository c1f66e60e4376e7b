/** `npm run map` draws the rooms of architecture.mjs into ARCHITECTURE.md, between its two markers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOMS } from '../architecture.mjs';

const BEGIN = '<!-- map: written by npm run map -->';
const END = '<!-- /map -->';

type Rooms = Readonly<Record<string, readonly string[]>>;

/** Rooms that `room` reaches through another that it knows: such an arrow is left out, the longer way shows it. */
function reachable(rooms: Rooms, room: string): ReadonlySet<string> {
  return new Set((rooms[room] ?? []).flatMap((next) => [next, ...reachable(rooms, next)]));
}

/** A mermaid drawing: arrows point the way that data flows, from a room to those that may know it. */
export function drawMap(rooms: Rooms): string {
  const arrows = Object.entries(rooms).flatMap(([room, upstream]) => {
    const byDetour = new Set(upstream.flatMap((other) => [...reachable(rooms, other)]));
    return upstream.filter((other) => !byDetour.has(other)).map((other) => `  ${other} --> ${room}`);
  });
  const known = new Set(arrows.flatMap((arrow) => arrow.trim().split(' --> ')));
  const alone = Object.keys(rooms).filter((room) => !known.has(room)).map((room) => `  ${room}`);
  return ['```mermaid', 'flowchart LR', ...alone, ...arrows, '```'].join('\n');
}

/** The drawing that stands in `paper`, or null where it has no markers. */
export function mapIn(paper: string): string | null {
  const from = paper.indexOf(BEGIN);
  const to = paper.indexOf(END);
  return from < 0 || to < from ? null : paper.slice(from + BEGIN.length, to).trim();
}

function main(): void {
  const file = join(dirname(fileURLToPath(import.meta.url)), '../ARCHITECTURE.md');
  const paper = readFileSync(file, 'utf8');
  if (mapIn(paper) === null) {
    console.error(`ARCHITECTURE.md needs the lines ${BEGIN} and ${END}.`);
    process.exitCode = 1;
    return;
  }
  const before = paper.slice(0, paper.indexOf(BEGIN) + BEGIN.length);
  writeFileSync(file, `${before}\n${drawMap(ROOMS)}\n${paper.slice(paper.indexOf(END))}`);
}

if (import.meta.main) main();
