import { answerServiceGraph } from '@/server/answers/graph'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

interface Place {
  readonly params: Promise<{ readonly namespace: string; readonly service: string }>
}

export async function GET(request: Request, { params }: Place) {
  return answerServiceGraph(request, sharedSwitchboard(), await params)
}
