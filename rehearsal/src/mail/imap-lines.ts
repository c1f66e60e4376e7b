import type { Socket } from 'node:net';

export type Command = { readonly tag: string; readonly name: string; readonly args: readonly string[] };

const LITERAL = /\{(\d+)(\+?)\}$/;

/** The words of a command: atoms, quoted strings, and lists in brackets as one word. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|\(([^()]*(?:\([^()]*\)[^()]*)*)\)|(\S+)/g)].map(([, quoted, list, atom]) => quoted?.replace(/\\(.)/g, '$1') ?? list ?? atom ?? '');
}

/** Cuts what a client sends into commands; a literal is asked for and becomes a quoted word of its line. */
export function linesOf(socket: Socket, take: (command: Command) => void): void {
  let waiting: Buffer = Buffer.alloc(0);
  let line = '';
  let literal = -1;
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      if (literal >= 0) {
        if (waiting.length < literal) return;
        line += `"${waiting.subarray(0, literal).toString('utf8').replace(/["\\]/g, '\\$&')}"`;
        waiting = waiting.subarray(literal);
        literal = -1;
      }
      const end = waiting.indexOf('\r\n');
      if (end === -1) return;
      line += waiting.subarray(0, end).toString('utf8');
      waiting = waiting.subarray(end + 2);
      const announced = LITERAL.exec(line);
      if (announced) {
        literal = Number(announced[1]);
        line = line.slice(0, -announced[0].length);
        if (announced[2] === '') socket.write('+ go on\r\n');
        continue;
      }
      const [tag = '*', name = '', ...args] = wordsOf(line);
      line = '';
      take({ tag, name: name.toUpperCase(), args });
    }
  });
}
