import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../tools/find-chromium.mjs';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } } as const;
export type Language = 'zh-CN' | 'en';

/** Null where there is no browser on this machine. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = await findChromium();
  return executablePath ? chromium.launch({ executablePath, args: FLAGS }) : null;
}

export type Visitor = { readonly page: Page; readonly problems: string[] };

/** A person at the sign-in page, alone in a profile of their own. Whatever leaves the origin or breaks is noted. */
export async function visit(browser: Browser, at: { readonly url: string; readonly size: keyof typeof SIZES; readonly language: Language; readonly email: string; readonly password: string }): Promise<Visitor> {
  const context = await browser.newContext({ viewport: SIZES[at.size], locale: at.language, deviceScaleFactor: at.size === 'phone' ? 2 : 1, hasTouch: at.size === 'phone' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  page.on('request', (request) => { if (!request.url().startsWith(at.url) && !request.url().startsWith('data:') && !request.url().startsWith('blob:')) problems.push(`left the origin: ${request.url()}`); });
  page.on('pageerror', (error) => { problems.push(`page error: ${error.message}`); });
  page.on('console', (message) => { if (message.type() === 'error' && !/401|Failed to load resource/.test(message.text())) problems.push(`console: ${message.text()}`); });
  await page.goto(at.url);
  await page.getByRole('button', { name: at.language === 'en' ? 'Sign in with e-mail and password' : '用邮箱和密码登录' }).click();
  await page.locator('input[name=email]').fill(at.email);
  await page.locator('input[name=password]').fill(at.password);
  await page.getByRole('button', { name: at.language === 'en' ? 'Sign in' : '登录', exact: true }).click();
  await page.getByRole('navigation').first().waitFor();
  return { page, problems };
}

/** What axe finds wrong on the page as it stands, in words. */
export async function accessProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map((violation) => `${page.url()}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Saves a picture for people to look at, where a folder is named. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_PICTURES'] ?? (await mkdtemp(join(tmpdir(), 'roundtrip-pictures-')));
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
