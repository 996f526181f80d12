import { answerFinding } from '@/server/answers/findings'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

interface Place {
  readonly params: Promise<{ readonly namespace: string; readonly service: string; readonly id: string }>
}

export async function GET(request: Request, { params }: Place) {
  return answerFinding(request, sharedSwitchboard(), await params)
}
