import { answerNames } from '@/server/answers/names'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

interface Place {
  readonly params: Promise<{ readonly namespace: string; readonly service: string }>
}

export async function GET(request: Request, { params }: Place) {
  return answerNames(request, sharedSwitchboard(), await params)
}
