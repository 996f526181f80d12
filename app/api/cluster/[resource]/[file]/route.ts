import { answerObjectYaml } from '@/server/answers/object-yaml'
import { sharedSwitchboard } from '@/server/shared'

export const dynamic = 'force-dynamic'

interface Place {
  readonly params: Promise<{ readonly resource: string; readonly file: string }>
}

export async function GET(request: Request, { params }: Place) {
  const { resource, file } = await params
  return answerObjectYaml(request, sharedSwitchboard(), { resource, file })
}
