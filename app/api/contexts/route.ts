import { answerContexts } from '@/server/answers/contexts'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET() {
  return answerContexts(sharedSwitchboard())
}
