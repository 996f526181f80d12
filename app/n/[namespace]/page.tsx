import { NamespacePage } from '@/components/panels/namespace-page'

export default async function Page({ params }: { readonly params: Promise<{ readonly namespace: string }> }) {
  const { namespace } = await params
  return <NamespacePage namespace={decodeURIComponent(namespace)} />
}
