import { NodePage } from '@/components/panels/node-page'

interface Props {
  readonly params: Promise<{ readonly node: string }>
}

export default async function Page({ params }: Props) {
  const { node } = await params
  return <NodePage name={decodeURIComponent(node)} />
}
