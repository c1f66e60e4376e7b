import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { expect, openStage, type Story } from './stage.ts';
import { documents } from './stories/documents.ts';
import { payouts } from './stories/payouts.ts';
import { policy } from './stories/policy.ts';
import { review } from './stories/review.ts';
import { way } from './stories/way.ts';
import { startWorld } from './world.ts';

/**
 * Tells the stories in a real browser, each in a world of its own, as a newcomer starts it. Names choose some of them:
 * `node e2e/run.ts way`. E2E_PICTURES names a folder for pictures, E2E_VERBOSE shows what the server says.
 */

const STORIES: Readonly<Record<string, Story>> = { documents, payouts, policy, review, way };

async function tell(browser: Browser, name: string, story: Story): Promise<boolean> {
  process.stdout.write(`\n  ${name}\n`);
  const world = await startWorld();
  const stage = openStage(browser, world);
  stage.step(`serving after ${world.startSeconds.toFixed(1)} s`);
  try {
    await story(stage);
    const problems = stage.problems();
    expect(problems.length === 0, `pages had problems:\n${problems.join('\n')}`);
    stage.step('done');
    return true;
  } catch (error) {
    process.stdout.write(`\n  the story ${name} failed: ${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  } finally {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await world.stop();
  }
}

const browser = await openBrowser();
if (!browser) {
  process.stdout.write('  skipped: no Chromium on this machine (set CHROMIUM_PATH)\n');
  process.exit(process.env['CI'] ? 1 : 0);
}
if (process.env['E2E_PICTURES']) await mkdir(process.env['E2E_PICTURES'], { recursive: true });
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in STORIES));
if (unknown.length > 0) {
  process.stderr.write(`No such story: ${unknown.join(', ')}. There are: ${Object.keys(STORIES).join(', ')}\n`);
  process.exit(2);
}
const told = Object.entries(STORIES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const failed: string[] = [];
for (const [name, story] of told) if (!(await tell(browser, name, story))) failed.push(name);
await browser.close();
process.stdout.write(`\n  ${told.length - failed.length} of ${told.length} stories hold${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
