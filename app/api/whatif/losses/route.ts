import { answerLosses } from '@/server/answers/losses'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerLosses(request, sharedSwitchboard())
}
