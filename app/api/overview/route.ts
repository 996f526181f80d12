import { answerOverview } from '@/server/answers/overview'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerOverview(request, sharedSwitchboard())
}
