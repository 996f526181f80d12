import { answerHistory } from '@/server/answers/history'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerHistory(request, sharedSwitchboard())
}
