import type { BookingView, ClaimSummary, MatchView, PaymentView, PayoutView, PolicyVerdictView, Role } from '@roundtrip/contract';
import {
  Ban, Banknote, BedDouble, Bus, CalendarDays, Car, CarTaxiFront, CircleAlert, CircleCheck, CircleDashed, CircleDot, CircleHelp, CircleX, Clock, CreditCard,
  FileCheck2, Gift, GraduationCap, Landmark, Lock, Package, Phone, Plane, Receipt, RotateCcw, Scissors, Send, Stamp, TrainFront, TriangleAlert, Truck, Undo2, Users, Utensils, Wallet, Wine, type LucideIcon,
} from 'lucide-react';
import { t, type MessageId } from '../i18n/index.ts';
import type { Tone } from './chip.tsx';

type Look = { readonly tone: Tone; readonly icon: LucideIcon; readonly label: MessageId };

const CATEGORIES: Readonly<Record<string, { readonly icon: LucideIcon; readonly label: MessageId }>> = {
  flight: { icon: Plane, label: 'category.flight' }, rail: { icon: TrainFront, label: 'category.rail' }, hotel: { icon: BedDouble, label: 'category.hotel' },
  taxi: { icon: CarTaxiFront, label: 'category.taxi' }, meal: { icon: Utensils, label: 'category.meal' }, entertainment: { icon: Wine, label: 'category.entertainment' },
  telecom: { icon: Phone, label: 'category.telecom' }, office: { icon: Package, label: 'category.office' },
  coach: { icon: Bus, label: 'category.coach' }, courier: { icon: Truck, label: 'category.courier' }, meeting: { icon: Users, label: 'category.meeting' }, mileage: { icon: Car, label: 'category.mileage' },
  per_diem: { icon: CalendarDays, label: 'category.per_diem' }, training: { icon: GraduationCap, label: 'category.training' }, visa: { icon: Stamp, label: 'category.visa' }, welfare: { icon: Gift, label: 'category.welfare' },
  other: { icon: Receipt, label: 'category.other' },
};
export const CATEGORY_CODES = Object.keys(CATEGORIES);
export const categoryIcon = (category: string): LucideIcon => CATEGORIES[category]?.icon ?? Receipt;
/** The trade's word; a company's own category is shown as the company wrote it. */
export const categoryName = (category: string): string => (CATEGORIES[category] ? t(CATEGORIES[category].label) : category);
export const CHANNEL_ICONS: Record<PaymentView['channel'], LucideIcon> = { alipay: Wallet, wechatpay: Wallet, card: CreditCard, corporate_card: CreditCard, bank: Landmark, cash: Banknote, other: Receipt };
export const channelName = (channel: PaymentView['channel']): string => t(`channel.${channel}`);
export const roleName = (role: Role): string => t(`role.${role}`);
export const BOOKING_ICONS: Record<BookingView['kind'], LucideIcon> = { flight: Plane, rail: TrainFront, hotel: BedDouble, car: Car };

export const STAGES: Record<PaymentView['stage'], Look> = {
  arrived: { tone: 'warn', icon: CircleDashed, label: 'stage.arrived' }, matched: { tone: 'accent', icon: CircleCheck, label: 'stage.matched' }, claimed: { tone: 'accent', icon: FileCheck2, label: 'stage.claimed' },
  settled: { tone: 'ok', icon: Banknote, label: 'stage.settled' }, private: { tone: 'plain', icon: Lock, label: 'stage.private' }, reversed: { tone: 'plain', icon: RotateCcw, label: 'stage.reversed' },
};
export const CLAIM_LOOKS: Record<ClaimSummary['state'], Look> = {
  draft: { tone: 'plain', icon: CircleDashed, label: 'claim.state.draft' }, submitted: { tone: 'warn', icon: Clock, label: 'claim.state.submitted' }, approved: { tone: 'accent', icon: CircleCheck, label: 'claim.state.approved' },
  rejected: { tone: 'bad', icon: CircleX, label: 'claim.state.rejected' }, paying: { tone: 'accent', icon: Send, label: 'claim.state.paying' }, paid: { tone: 'ok', icon: Banknote, label: 'claim.state.paid' },
  closed: { tone: 'plain', icon: FileCheck2, label: 'claim.state.closed' },
};
export const VERDICT_LOOKS: Record<PolicyVerdictView['outcome'], Look> = {
  pass: { tone: 'ok', icon: CircleCheck, label: 'verdict.pass' }, warn: { tone: 'warn', icon: TriangleAlert, label: 'verdict.warn' }, cut: { tone: 'warn', icon: Scissors, label: 'verdict.cut' },
  refuse: { tone: 'bad', icon: CircleX, label: 'verdict.refuse' },
};
export const PAYOUT_LOOKS: Record<PayoutView['state'], Look> = {
  planned: { tone: 'plain', icon: CircleDashed, label: 'payout.state.planned' }, sending: { tone: 'accent', icon: Send, label: 'payout.state.sending' }, accepted: { tone: 'accent', icon: CircleDot, label: 'payout.state.accepted' },
  unknown: { tone: 'warn', icon: CircleHelp, label: 'payout.state.unknown' }, settled: { tone: 'ok', icon: CircleCheck, label: 'payout.state.settled' }, failed: { tone: 'bad', icon: Ban, label: 'payout.state.failed' },
  returned: { tone: 'bad', icon: Undo2, label: 'payout.state.returned' },
};

/** How a group of payment, invoice and booking stands, in one word: what a person said first, then what lacks, then how sure we are. */
export function matchLook(match: Pick<MatchView, 'answer' | 'decision' | 'missing'>): Look {
  if (match.answer === 'private') return { tone: 'plain', icon: Lock, label: 'match.private' };
  if (match.missing.includes('invoice') && match.decision !== 'review') return { tone: 'bad', icon: CircleDashed, label: 'match.no-invoice' };
  if (match.missing.includes('payment') && match.decision !== 'review') return { tone: 'warn', icon: CircleDashed, label: 'match.no-payment' };
  if (match.answer === 'confirmed') return { tone: 'ok', icon: CircleCheck, label: 'match.confirmed' };
  if (match.answer === 'refused') return { tone: 'plain', icon: CircleX, label: 'match.refused' };
  if (match.decision === 'auto') return { tone: 'ok', icon: CircleCheck, label: 'match.auto' };
  if (match.decision === 'review') return { tone: 'warn', icon: CircleAlert, label: 'match.review' };
  return { tone: 'bad', icon: CircleDashed, label: 'match.none' };
}
