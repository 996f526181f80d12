import { answerNamespaceGraph } from '@/server/answers/graph'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly namespace: string }> }) {
  return answerNamespaceGraph(request, sharedSwitchboard(), await params)
}
