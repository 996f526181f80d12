import { useTranslations } from 'use-intl'
import { useLacking } from '@/components/ui/lacking'
import { code, Told } from '@/components/ui/told'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { wantedOf } from '@/lib/kubernetes/summary'
import { causeOf } from './trouble'

/** What is wrong with a Service: the first words of its worst finding, or what its figures say where none is made. */
export function CauseText({ summary }: { readonly summary: ServiceSummary }) {
  const t = useTranslations('trouble')
  const teller = useFindingTeller()
  const lacking = useLacking()
  const cause = causeOf(summary)
  const { worst } = summary
  if (worst !== undefined && worst.severity !== 'info' && teller !== undefined)
    return <Told>{teller.rich(worst, code).title}</Told>
  switch (cause) {
    case undefined:
      return null
    case 'noEndpoint':
      return t('noEndpoint')
    case 'onlyDraining':
      return t('onlyDraining', { count: summary.draining })
    case 'lacking':
      return t('lacking', { ready: summary.ready, wanted: wantedOf(summary), parts: lacking(summary) })
  }
}
