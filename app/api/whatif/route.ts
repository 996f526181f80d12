import { answerWhatIf } from '@/server/answers/what-if'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerWhatIf(request, sharedSwitchboard())
}
