import type { CivilDate } from '@roundtrip/kernel';

export type ApprovedLeg = {
  readonly from: { readonly code: string; readonly name: string };
  readonly to: { readonly code: string; readonly name: string };
  readonly leavesOn: CivilDate;
  readonly arrivesOn: CivilDate;
  /** Alipay's word for the means of travel, such as PLANE or TRAIN. */
  readonly way: string;
  readonly roundTrip: boolean;
};

/** A trip that was approved, in the words that the request needs. Codes of cities are the administrative ones (310000). */
export type ApprovedTrip = {
  readonly requestId: string;
  readonly employeeId: string;
  readonly purpose: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  /** Rules in Alipay that lend the trip its quota. */
  readonly institutionIds: readonly string[];
  readonly companions: readonly ({ readonly employeeId: string } | { readonly name: string; readonly mobile: string })[];
  readonly legs: readonly ApprovedLeg[];
};

const PURPOSE_MAX = 200;
const startOf = (day: CivilDate): string => `${day} 00:00:00`;
const endOf = (day: CivilDate): string => `${day} 23:59:59`;
const city = ({ code, name }: ApprovedLeg['from']): Readonly<Record<string, string>> => ({ city_code: code, city_name: name });

/**
 * The business content of `alipay.commerce.ec.approval.create`: an approved trip becomes a limit on spending inside
 * Alipay. Pure; the approval's id is our request's, so that a second push is the same approval.
 */
export function approvalRequest(enterpriseId: string, trip: ApprovedTrip): Readonly<Record<string, unknown>> {
  const [institution] = trip.institutionIds;
  return {
    enterprise_id: enterpriseId,
    employee_id: trip.employeeId,
    platform_approval_id: trip.requestId,
    category: 'TRAVEL',
    scene: 'TRAVEL',
    payment_type: 'ENTERPRISE',
    purpose: trip.purpose.slice(0, PURPOSE_MAX),
    apply_start_time: startOf(trip.startsOn),
    apply_finish_time: endOf(trip.endsOn),
    institution_id_list: [...trip.institutionIds],
    traveler_list: trip.companions.map((who) => ('employeeId' in who ? { employee_id: who.employeeId } : { external_user_name: who.name, external_user_mobile: who.mobile })),
    trip_info_list: trip.legs.map((leg) => ({
      origin: city(leg.from), destination: city(leg.to), trip_mode: leg.roundTrip ? 'ROUND_TRIP' : 'ONE_WAY', trip_way: leg.way,
      apply_start_time: startOf(leg.leavesOn), apply_finish_time: endOf(leg.arrivesOn), ...(institution ? { institution_id: institution } : {}),
    })),
  };
}
