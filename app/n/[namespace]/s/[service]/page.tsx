import { ServicePage } from '@/components/panels/service-page'

interface Props {
  readonly params: Promise<{ readonly namespace: string; readonly service: string }>
}

export default async function Page({ params }: Props) {
  const { namespace, service } = await params
  return <ServicePage namespace={decodeURIComponent(namespace)} name={decodeURIComponent(service)} />
}
