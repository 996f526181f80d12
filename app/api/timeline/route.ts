import { answerTimeline } from '@/server/answers/timeline'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerTimeline(request, sharedSwitchboard())
}
