import { PodPage } from '@/components/panels/pod-page'

interface Props {
  readonly params: Promise<{ readonly namespace: string; readonly pod: string }>
}

export default async function Page({ params }: Props) {
  const { namespace, pod } = await params
  return <PodPage namespace={decodeURIComponent(namespace)} name={decodeURIComponent(pod)} />
}
