import type { TravelFeed } from '#spi';
import { travelWebhook } from './travel-webhook/index.ts';

/** Bookings that flow in by themselves. */
export const TRAVEL_FEEDS: readonly TravelFeed[] = [travelWebhook];
