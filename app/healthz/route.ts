import { answerHealth } from '@/server/answers/health'

export const dynamic = 'force-dynamic'

export function GET() {
  return answerHealth()
}
