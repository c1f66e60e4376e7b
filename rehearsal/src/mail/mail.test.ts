import { expect, test } from 'vitest';
import { connect, type Socket } from 'node:net';
import { startRehearsal } from '../index.ts';
import { testOptions } from '../testing/options.ts';

/** Says one line after another and answers with everything that came back. */
async function talk(port: number, lines: readonly string[]): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => { heard += chunk.toString(); });
  for (const [i, line] of lines.entries()) {
    socket.write(`a${i} ${line}\r\n`);
    for (let waited = 0; !heard.includes(`a${i} `) && waited < 200; waited += 1) await new Promise((done) => { setTimeout(done, 10); });
  }
  socket.destroy();
  return heard;
}

test('whoever writes to the mailbox is found there by whoever signs in, and by nobody else', async () => {
  const rehearsal = await startRehearsal(testOptions({ mailbox: { user: 'bills', password: 'sesame' } }));
  const post = (body: unknown) => fetch(`${rehearsal.url}/control/mail`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const answer = await post({ from: '林 <lin@guicheng.example>', subject: '发票', files: [{ name: 'a.xml', base64: Buffer.from('<x/>').toString('base64') }] });
  expect(await answer.json()).toMatchObject({ number: 1 });
  expect((await post({ subject: 'x' })).status).toBe(400);
  const port = rehearsal.mailPort ?? 0;
  expect(await talk(port, ['LOGIN bills wrong', 'EXAMINE INBOX'])).toMatch(/a0 NO \[AUTHENTICATIONFAILED\][^]*a1 NO/);
  const heard = await talk(port, ['LOGIN bills {6}\r\nsesame', 'EXAMINE INBOX', 'UID FETCH 1 (BODY.PEEK[])', 'NONSENSE']);
  expect(heard).toMatch(/\+ go on[^]*\* 1 EXISTS[^]*UIDVALIDITY \d{10}[^]*lin@guicheng\.example[^]*a3 BAD/);
  await rehearsal.stop();
}, 20_000);

test('without an account there is no mailbox', async () => {
  const rehearsal = await startRehearsal(testOptions());
  expect(rehearsal.mailPort).toBeNull();
  expect((await fetch(`${rehearsal.url}/control/mail`, { method: 'POST' })).status).toBe(404);
  await rehearsal.stop();
});
