import { percent } from '@/components/ui/percent'

/** What part of the requests of a route's rules is meant for a Service, 0 to 1; `isMost` where its rules differ. */
export interface RouteWeight {
  readonly share: number
  readonly isMost?: true
}

/** `90%`; `≤50%` where the rules of the route differ. */
export function weightFigure({ share, isMost }: RouteWeight): string {
  return isMost ? `≤${percent(share)}` : percent(share)
}
