import { answerServiceTimeline } from '@/server/answers/timeline'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

interface Place {
  readonly params: Promise<{ readonly namespace: string; readonly service: string }>
}

export async function GET(request: Request, { params }: Place) {
  return answerServiceTimeline(request, sharedSwitchboard(), await params)
}
