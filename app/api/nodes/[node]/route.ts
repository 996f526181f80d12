import { answerNode } from '@/server/answers/node'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

interface Place {
  readonly params: Promise<{ readonly node: string }>
}

export async function GET(request: Request, { params }: Place) {
  return answerNode(request, sharedSwitchboard(), await params)
}
