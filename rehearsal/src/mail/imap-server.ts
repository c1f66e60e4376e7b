import { createServer, type AddressInfo, type Socket } from 'node:net';
import { linesOf, type Command } from './imap-lines.ts';

/** What can go wrong on the way to a mailbox, set by tests and by the story. */
export type ImapFaults = {
  /** Breaks the connection after so many bytes of messages, once. */
  cutAfterBytes?: number | undefined;
  /** Called before a message is handed out: the moment in which somebody deletes it. */
  beforeFetch?: ((uid: number) => void) | undefined;
};

export type ImapServer = {
  readonly port: number;
  readonly faults: ImapFaults;
  /** Puts a message into INBOX and answers with its number. */
  deliver(message: Uint8Array): number;
  remove(uid: number): void;
  /** The server forgets its numbering, as after a move: the same messages, numbered anew. */
  renumber(): void;
  /** Every command that it was given, without its arguments. */
  readonly log: readonly string[];
  stop(): Promise<void>;
};

type Box = { validity: number; next: number; messages: Map<number, Uint8Array> };
type Account = { readonly user: string; readonly password: string };
type House = { readonly account: Account; readonly box: Box; readonly faults: ImapFaults };
type Session = { readonly socket: Socket; readonly house: House; isIn: boolean; isOpen: boolean };

const CAPABILITIES = 'IMAP4rev1 UIDPLUS';
const BEFORE_SIGN_IN = ['CAPABILITY', 'LOGIN', 'LOGOUT', 'NOOP'];

function inSet(set: string, last: number): (uid: number) => boolean {
  const ranges = set.split(',').map((part) => part.split(':').map((end) => (end === '*' ? last : Number(end))));
  return (uid) => ranges.some(([from = 0, to = from]) => uid >= Math.min(from, to) && uid <= Math.max(from, to));
}

/** Sends the bytes of a message, or as many as the fault allows. False: the connection is gone. */
function sendBytes({ socket, house: { faults } }: Session, bytes: Uint8Array): boolean {
  const cut = faults.cutAfterBytes;
  if (cut === undefined || bytes.length <= cut) {
    if (cut !== undefined) faults.cutAfterBytes = cut - bytes.length;
    socket.write(bytes);
    return true;
  }
  faults.cutAfterBytes = undefined;
  socket.write(bytes.subarray(0, cut), () => socket.destroy());
  return false;
}

function fetch(session: Session, [set = '', items = '']: readonly string[]): boolean {
  const { socket, house: { box, faults } } = session;
  for (const uid of [...box.messages.keys()].filter(inSet(set, box.next - 1))) {
    faults.beforeFetch?.(uid);
    const message = box.messages.get(uid);
    if (!message) continue;
    const at = [...box.messages.keys()].indexOf(uid) + 1;
    const part = /BODY(?:\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?/i.exec(items);
    const size = /RFC822\.SIZE/i.test(items) ? ` RFC822.SIZE ${message.length}` : '';
    if (!part) { socket.write(`* ${at} FETCH (UID ${uid}${size})\r\n`); continue; }
    const from = Number(part[1] ?? 0);
    const bytes = message.subarray(from, part[2] === undefined ? undefined : from + Number(part[2]));
    socket.write(`* ${at} FETCH (UID ${uid}${size} BODY[]${part[1] === undefined ? '' : `<${from}>`} {${bytes.length}}\r\n`);
    if (!sendBytes(session, bytes)) return false;
    socket.write(')\r\n');
  }
  return true;
}

type Answer = (session: Session, command: Command) => void;

const uidCommand: Answer = (session, { tag, args: [verb = '', ...rest] }) => {
  const { socket, isOpen, house: { box } } = session;
  if (!isOpen) { socket.write(`${tag} BAD no folder is open\r\n`); return; }
  if (verb.toUpperCase() === 'SEARCH') {
    const at = rest.findIndex((word) => word.toUpperCase() === 'UID');
    const found = [...box.messages.keys()].filter(inSet(at === -1 ? '1:*' : rest[at + 1] ?? '', [...box.messages.keys()].at(-1) ?? 0));
    socket.write(`* SEARCH${found.map((uid) => ` ${uid}`).join('')}\r\n${tag} OK searched\r\n`);
  } else if (verb.toUpperCase() === 'FETCH') {
    if (fetch(session, rest)) socket.write(`${tag} OK fetched\r\n`);
  } else socket.write(`${tag} BAD unknown command\r\n`);
};

const openFolder: Answer = (session, { tag, args: [folder = ''] }) => {
  const { socket, house: { box } } = session;
  if (folder.toUpperCase() !== 'INBOX') { socket.write(`${tag} NO [NONEXISTENT] no such folder\r\n`); return; }
  session.isOpen = true;
  socket.write(`* FLAGS (\\Seen)\r\n* ${box.messages.size} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY ${box.validity}] numbering\r\n* OK [UIDNEXT ${box.next}] next\r\n${tag} OK [READ-ONLY] opened\r\n`);
};

const signIn: Answer = (session, { tag, args: [user, password] }) => {
  const { account } = session.house;
  session.isIn = user === account.user && password === account.password;
  session.socket.write(session.isIn ? `${tag} OK [CAPABILITY ${CAPABILITIES}] signed in\r\n` : `${tag} NO [AUTHENTICATIONFAILED] wrong user or password\r\n`);
};

const listFolders: Answer = ({ socket }, { tag, name }) => { socket.write(`* ${name} (\\HasNoChildren) "/" "INBOX"\r\n${tag} OK listed\r\n`); };
const nothing: Answer = ({ socket }, { tag }) => { socket.write(`${tag} OK done\r\n`); };

const ANSWERS: Readonly<Record<string, Answer>> = {
  CAPABILITY: ({ socket }, { tag }) => { socket.write(`* CAPABILITY ${CAPABILITIES}\r\n${tag} OK done\r\n`); },
  LOGIN: signIn, LIST: listFolders, LSUB: listFolders, EXAMINE: openFolder, SELECT: openFolder, UID: uidCommand, NOOP: nothing, CLOSE: nothing,
  LOGOUT: ({ socket }, { tag }) => { socket.write('* BYE\r\n'); socket.end(`${tag} OK bye\r\n`); },
};

function obey(session: Session, command: Command): void {
  const answer = Object.hasOwn(ANSWERS, command.name) ? ANSWERS[command.name] : undefined;
  if (!answer) session.socket.write(`${command.tag} BAD unknown command\r\n`);
  else if (!session.isIn && !BEFORE_SIGN_IN.includes(command.name)) session.socket.write(`${command.tag} NO sign in first\r\n`);
  else answer(session, command);
}

/** A mailbox server of the simulated world: IMAP4rev1 on loopback, one account, one folder, read as real servers are read. */
export async function startImapServer(account: Account, { port = 0, validity = 1000 }: { readonly port?: number; readonly validity?: number } = {}): Promise<ImapServer> {
  const box: Box = { validity, next: 1, messages: new Map() };
  const faults: ImapFaults = {};
  const log: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const session: Session = { socket, house: { account, box, faults }, isIn: false, isOpen: false };
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    linesOf(socket, (command) => { log.push(command.name); obey(session, command); });
    socket.write(`* OK [CAPABILITY ${CAPABILITIES}] rehearsal mailbox\r\n`);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port, faults, log,
    deliver(message) { const uid = box.next; box.next += 1; box.messages.set(uid, message); return uid; },
    remove: (uid) => { box.messages.delete(uid); },
    renumber() {
      box.validity += 1;
      box.messages = new Map([...box.messages.values()].map((message, i) => [i + 1, message]));
      box.next = box.messages.size + 1;
    },
    stop: () => new Promise((done) => { for (const socket of sockets) socket.destroy(); server.close(() => { done(); }); }),
  };
}
