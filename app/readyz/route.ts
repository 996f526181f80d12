import { answerReady } from '@/server/answers/health'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET() {
  return answerReady(sharedSwitchboard())
}
