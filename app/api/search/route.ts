import { answerSearch } from '@/server/answers/search'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET(request: Request) {
  return answerSearch(request, sharedSwitchboard())
}
