import { gzipSync } from 'node:zlib';
import { DEMO_COMPANY } from '@roundtrip/rehearsal';
import { openBrowser, visit } from '../../e2e/browser.ts';
import { startWorld } from '../../e2e/world.ts';

/** How long `npm start` takes with everything installed, and what the first screen of a phone loads. Prints one JSON line. */

const world = await startWorld();
const browser = await openBrowser();
let firstScreen: object | null = null;
try {
  const employee = DEMO_COMPANY.employees.find((one) => one.roles.length === 1);
  if (browser && employee) {
    const sizes = new Map<string, number>();
    const { page } = await visit(browser, { url: world.url, size: 'phone', language: 'zh-CN', email: employee.email, password: 'roundtrip' });
    page.on('response', (response) => {
      if (/\.(js|css)$/.test(new URL(response.url()).pathname)) void response.body().then((body) => { sizes.set(response.url(), gzipSync(body).byteLength); }, () => undefined);
    });
    await page.goto(`${world.url}/expenses`, { waitUntil: 'networkidle' }).catch(() => undefined);
    await page.waitForTimeout(1_500);
    const total = (ending: string): number => Math.round([...sizes].filter(([url]) => url.endsWith(ending)).reduce((sum, [, bytes]) => sum + bytes, 0) / 100) / 10;
    firstScreen = { javascriptKbGz: total('.js'), cssKbGz: total('.css') };
  }
} finally {
  await browser?.close();
  await world.stop();
}
process.stdout.write(`${JSON.stringify({ bench: 'start', results: { startSeconds: Number(world.startSeconds.toFixed(1)), firstScreen } })}\n`);
