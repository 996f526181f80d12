import { answerDataPlane } from '@/server/answers/data-plane'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerDataPlane(request, sharedSwitchboard())
}
