import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Call = { readonly path: string; readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly body: string };

/** Whoever receives what the world sends: it keeps every call and answers as it is told. */
export async function startReceiver(answer: (call: Call, index: number) => number = () => 200): Promise<{ readonly url: string; readonly calls: Call[]; stop(): Promise<void> }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const call = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      calls.push(call);
      response.statusCode = answer(call, calls.length - 1);
      response.end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, stop: () => new Promise((done) => { server.closeAllConnections(); server.close(() => { done(); }); }) };
}

/** Waits until something is so, at most some seconds. */
export async function until(so: () => boolean, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!so()) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((done) => setTimeout(done, 5));
  }
}
