import { answerFindings } from '@/server/answers/findings'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerFindings(request, sharedSwitchboard())
}
