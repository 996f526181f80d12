'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { useUnknown } from '@/components/data/use-connection'
import { useFindingsIn } from '@/components/data/use-findings'
import { useRecord } from '@/components/data/use-records'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import { useAddresses } from '@/components/ui/use-address'
import type { Finding } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { Condition, Pod } from '@/lib/kubernetes/record'
import { labelText } from './answer'
import { Age } from './endpoints-table'
import { FindingRows, findingRows } from './finding-rows'
import styles from './panel.module.css'

const markOfCondition: Readonly<Record<Condition['status'], MarkState>> = {
  True: 'ready',
  False: 'notReady',
  Unknown: 'unknown',
}

/** What is found about the Services of a pod and names it; what it is and where it runs, in the API's own words. */
export function PodPanel({ pod }: { readonly pod: Pod }) {
  const t = useTranslations('pod')
  const to = useAddresses()
  const node = useRecord('Node', `/${pod.node ?? ''}`)
  const noNodes = useUnknown('nodes')
  const labels = labelText(pod.labels)
  const found = useFindingsIn(pod.namespace)
  const facts: readonly (readonly [string, string | undefined, (string | undefined)?])[] = [
    [t('phase'), pod.reason === undefined ? pod.phase : `${pod.phase} (${pod.reason})`],
    [t('addresses'), pod.ips.length > 0 ? pod.ips.join(', ') : t('noAddress')],
    [t('node'), pod.node ?? t('noNode'), pod.node === undefined ? undefined : to.node(pod.node)],
    [t('zone'), node?.zone ?? (noNodes !== undefined && pod.node !== undefined ? t('unknownZone') : undefined)],
    [t('owner'), pod.owner === undefined ? undefined : `${pod.owner.kind}/${pod.owner.name}`],
    [t('network'), pod.hostNetwork ? t('hostNetwork') : undefined],
    [t('labels'), labels === '' ? undefined : labels.replaceAll(',', ', ')],
  ]
  return (
    <div className={styles.panel}>
      <FindingRows rows={findingRows(found, (finding) => isAbout(finding, pod))} />
      <section>
        <h2>{t('panel')}</h2>
        <dl className={styles.facts}>
          {facts.map(([name, value, href]) =>
            value === undefined ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <code>
                    {href === undefined ? (
                      value
                    ) : (
                      <Link href={href} prefetch={false}>
                        {value}
                      </Link>
                    )}
                  </code>
                </dd>
              </div>
            ),
          )}
          <div>
            <dt>{t('age')}</dt>
            <dd>
              <Age created={pod.created} />
            </dd>
          </div>
        </dl>
      </section>
      <section>
        <h2>{t('conditions')}</h2>
        {pod.conditions.length === 0 ? <p className={styles.why}>{t('noConditions')}</p> : null}
        <ul className={styles.rows}>
          {pod.conditions.map((condition) => (
            <li key={condition.type} className={styles.member}>
              <Mark state={markOfCondition[condition.status]} size={10} />
              <span className={styles.memberText}>
                <code>
                  {condition.type}={condition.status}
                </code>
                {condition.reason === undefined && condition.message === undefined ? null : (
                  <span className={styles.why}>
                    {[condition.reason, condition.message].filter((part) => part !== undefined).join(': ')}
                  </span>
                )}
              </span>
              {condition.since === undefined ? null : (
                <span className={styles.quiet}>
                  <Age created={condition.since} />
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

/** Whether a finding names the pod, or quotes it. */
function isAbout({ objects, evidence, differences = [] }: Finding, pod: Pod): boolean {
  const named = [...objects, ...[...evidence, ...differences].map(({ object }) => object)]
  return named.some((object) => object.kind === 'Pod' && keyOf(object) === keyOf(pod))
}
