'use client'

import { useTranslations } from 'use-intl'
import { partsOf, stateAt, unknownAt } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { Notice } from './notice'
import { Grant, UnknownText } from './unknown'
import styles from './wall-notices.module.css'

/** What the figures of the wall come from, besides the Services themselves. */
const counted = ['endpointslices', 'pods']

/** What the wall cannot show, said before it shows the rest: namespaces that nobody reads, endpoints that are unknown. */
export function WallNotices() {
  const t = useTranslations('wall')
  const upstream = useUpstream()
  const unknown = counted.flatMap((resource) => unknownAt(upstream, resource) ?? [])
  const inParts = ['services', ...counted].flatMap((resource) => {
    const state = stateAt(upstream, resource)
    return state?.status === 'partial' ? [state] : []
  })
  const [first] = inParts
  const read = first === undefined ? [] : partsOf(upstream, first.resource).filter(({ status }) => status !== 'denied')
  if (unknown.length === 0 && first === undefined) return null
  return (
    <div className={styles.notices}>
      {first === undefined ? null : (
        <Notice mark="unknown" more={<Grant reads={inParts} namespace={undefined} />}>
          {t.rich(first.resource === 'services' ? 'onlyThese' : 'knownInThese', {
            count: read.length,
            namespaces: read.map(({ namespace }) => namespace).join(', '),
            verb: first.verb ?? 'list',
            resources: inParts.map(({ resource }) => resource).join(', '),
            code: (chunks) => <code>{chunks}</code>,
          })}
        </Notice>
      )}
      {unknown.length === 0 ? null : (
        <Notice mark="unknown" more={<Grant reads={unknown} namespace={undefined} />}>
          <UnknownText states={unknown} namespace={undefined} />
        </Notice>
      )}
    </div>
  )
}
