import { answerNamespaceFindings } from '@/server/answers/findings'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

interface Place {
  readonly params: Promise<{ readonly namespace: string }>
}

export async function GET(request: Request, { params }: Place) {
  return answerNamespaceFindings(request, sharedSwitchboard(), await params)
}
