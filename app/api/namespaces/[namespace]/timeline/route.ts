import { answerNamespaceTimeline } from '@/server/answers/timeline'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly namespace: string }> }) {
  return answerNamespaceTimeline(request, sharedSwitchboard(), await params)
}
