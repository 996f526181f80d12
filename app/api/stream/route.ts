import { answerStream } from '@/server/answers/stream'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerStream(request, sharedSwitchboard())
}
