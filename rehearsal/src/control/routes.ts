import { parseCivilDate } from '@roundtrip/kernel';
import type { FastifyInstance } from 'fastify';
import { booksView } from '../bank/routes.ts';
import type { RehearsalOptions } from '../config.ts';
import { FAULTS } from '../faults.ts';
import { SENDERS, type Sender } from '../wire/message.ts';
import { WALLETS } from '../wallets/index.ts';
import type { World } from '../world.ts';

const DAYS_MAX = 400;
const SPEED_MAX = 10_000_000;

const DAY = { type: 'object', properties: { seed: { type: 'integer', minimum: 0, maximum: 4_294_967_295 }, speed: { type: 'number', exclusiveMinimum: 0, maximum: SPEED_MAX } } } as const;
const FAULT = { type: 'object', required: ['kind', 'on'], properties: { kind: { enum: FAULTS }, on: { type: 'boolean' }, of: { enum: SENDERS } } } as const;
const TICK = { type: 'object', required: ['days'], properties: { days: { type: 'integer', minimum: 1, maximum: DAYS_MAX } } } as const;

/** How a person, or a test, drives the world. */
export function controlRoutes(app: FastifyInstance, world: World, options: RehearsalOptions): void {
  app.get('/control/state', () => world.state());
  app.get('/control/books', () => booksView(world.bank.books, world.bank.today()));

  app.post<{ Body: { seed?: number; speed?: number } | null }>('/control/day', { schema: { body: DAY } }, async (request, reply) => {
    if (!world.startDay(request.body ?? {})) return reply.code(409).send({ reason: 'a day is being played' });
    return reply.send(world.state());
  });

  app.post<{ Body: { kind: (typeof FAULTS)[number]; on: boolean; of?: Sender } }>('/control/fault', { schema: { body: FAULT } }, (request) => {
    world.setFault(request.body.kind, request.body.on, request.body.of);
    return world.state();
  });

  app.post<{ Body: { days: number } }>('/control/tick', { schema: { body: TICK } }, (request) => {
    world.tick(request.body.days);
    return world.state();
  });

  app.get<{ Params: { number: string }; Querystring: { format?: string; day?: string } }>('/wallet/:number/bill', async (request, reply) => {
    const employee = options.company.employees.find((one) => one.number === request.params.number);
    const wallet = WALLETS.find((one) => one.startsWith(request.query.format ?? 'wechat'));
    const day = request.query.day === undefined ? undefined : parseCivilDate(request.query.day);
    if (!employee || !wallet || day === null) return reply.code(404).send({ reason: 'no such bill' });
    const bill = world.wallets.bill({ employee, wallet, zone: options.zone, now: world.clock.now(), ...(day ? { day } : {}) });
    return reply.type('text/csv').send(Buffer.from(bill));
  });
}
