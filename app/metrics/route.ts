import { answerMetrics } from '@/server/answers/metrics'
import { sharedMetrics } from '@/server/shared'

export const dynamic = 'force-dynamic'

export function GET() {
  return answerMetrics(sharedMetrics())
}
