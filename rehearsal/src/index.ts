import { epochMs, instantOf, type Instant } from '@roundtrip/kernel';
import fastify from 'fastify';
import { bankRoutes } from './bank/routes.ts';
import type { RehearsalOptions } from './config.ts';
import { controlRoutes } from './control/routes.ts';
import { startImapServer } from './mail/imap-server.ts';
import { mailRoutes } from './mail/routes.ts';
import { paperMaker } from './sellers/papers.ts';
import { openTaxBureau, taxBureauRoutes, type TaxBureau } from './tax-bureau/index.ts';
import { openWorld, type World } from './world.ts';

export { alipayRoutes, openAlipay } from './alipay/index.ts';
export type { Alipay, AlipayFault, AlipayNotice } from './alipay/index.ts';
export { openStripe } from './stripe/index.ts';
export type { StripeCall, StripeCard, StripeFault, StripeIssuer, StripeMerchant } from './stripe/index.ts';
export { openWechat, wechatRoutes } from './wechat/index.ts';
export type { Wechat, WechatFault } from './wechat/index.ts';
export { openBucket } from './bucket/index.ts';
export type { Bucket } from './bucket/index.ts';
export { BUREAU_FAULTS, openTaxBureau, taxBureauRoutes } from './tax-bureau/index.ts';
export type { BureauFault, TaxBureau } from './tax-bureau/index.ts';
export { DEMO_COMPANY } from './demo-company.ts';
export type { DemoEmployee, DemoRole, Persona } from './demo-company.ts';
export type { RehearsalOptions } from './config.ts';
export { makeVendorKeys } from './vendors/keys.ts';
export type { VendorKeys } from './vendors/keys.ts';
export type { VendorOptions } from './vendors/options.ts';
export { WECHAT_SERIAL } from './wechat/wire.ts';
export type { World, WorldState } from './world.ts';

export type Rehearsal = {
  readonly url: string;
  /** Where the company's mailbox answers; null without one. */
  readonly mailPort: number | null;
  readonly world: World;
  readonly taxBureau: TaxBureau;
  stop(): Promise<void>;
};

/**
 * Starts the simulated outside world on the loopback: card issuer, wallets, travel supplier, sellers and bank, as they
 * were left under `dataDir`. `real` gives the real moment; tests hand in their own.
 */
export async function startRehearsal(options: RehearsalOptions, real: () => Instant = () => instantOf(Date.now())): Promise<Rehearsal> {
  const world = openWorld(options, real, paperMaker(options.zone));
  const app = fastify({ forceCloseConnections: true, bodyLimit: 16 * 1024 * 1024 });
  app.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'string' }, (_request, body, done) => { done(null, body); });
  bankRoutes(app, world.bank, world.faults, options.secrets.bankToken);
  world.vendors?.routes(app);
  controlRoutes(app, world, options);
  const taxBureau = openTaxBureau({
    zone: options.zone, now: () => world.state().now,
    issued: () => world.sellers.deliveries().flatMap((delivery) => delivery.papers.flatMap((paper) => (paper.form === 'ride-table' ? [] : [paper.invoice]))),
  });
  taxBureauRoutes(app, taxBureau, options.secrets.bankToken);
  // What lies in it is forgotten with the process, and its numbering with it.
  const mailbox = options.mailbox ? await startImapServer(options.mailbox, { validity: Math.floor(epochMs(real()) / 1000) }) : null;
  if (mailbox) mailRoutes(app, mailbox, world.clock);
  const url = await app.listen({ host: '127.0.0.1', port: options.port });
  return {
    url, world, taxBureau, mailPort: mailbox?.port ?? null,
    async stop() {
      world.stop();
      await mailbox?.stop();
      await app.close();
    },
  };
}
