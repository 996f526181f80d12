'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { useRecords } from '@/components/data/use-records'
import { Command } from '@/components/ui/command'
import { Mark } from '@/components/ui/mark'
import { shellWord } from '@/components/ui/shell-word'
import { code } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import type { Pod } from '@/lib/kubernetes/record'
import { isMet, selectorFits } from './selector-fit'
import styles from './table.module.css'
import { usePodText } from './use-pod-text'

/** Which selectors of the namespace the pod's labels meet, and where the others miss it. */
export function SelectorsSheet({ pod }: { readonly pod: Pod }) {
  const t = usePodText()
  const words = useTranslations('pod')
  const to = useAddresses()
  const services = useRecords('Service')
  const fits = useMemo(
    () =>
      selectorFits(
        pod.labels,
        [...services.values()].filter(({ namespace }) => namespace === pod.namespace),
      ),
    [pod.labels, pod.namespace, services],
  )
  if (t === undefined) return null
  if (fits.length === 0) return <p className={styles.none}>{t('none')}</p>
  return (
    <section
      className={styles.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
      tabIndex={0}
      aria-label={words('selectors')}
    >
      <table className={`${styles.table} ${styles.tall}`} aria-label={words('selectors')}>
        <thead>
          <tr>
            <th scope="col">{words('service')}</th>
            <th scope="col">{t('selector')}</th>
          </tr>
        </thead>
        <tbody>
          {fits.map(({ service, pairs, isWhole }) => (
            <tr key={service.uid}>
              <th scope="row">
                <Link href={to.service(service.namespace, service.name)} prefetch={false}>
                  {service.name}
                </Link>
              </th>
              <td className={styles.lines}>
                {pairs.map((pair) => (
                  <div key={pair.key} className={styles.unresolved}>
                    <Mark state={isMet(pair) ? 'ready' : 'missing'} size={10} />
                    <span>
                      {pair.key}={pair.wants}
                    </span>
                    <span className={styles.words}>
                      {isMet(pair)
                        ? isWhole
                          ? t('matches')
                          : null
                        : pair.has === undefined
                          ? t('lacks')
                          : t.rich('has', { value: pair.has, code })}
                    </span>
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What shows in a terminal what this page shows. */
export function PodCommandsSheet({ pod, services }: { readonly pod: Pod; readonly services: readonly string[] }) {
  const namespace = `-n ${shellWord(pod.namespace)}`
  const name = shellWord(pod.name)
  const broken = pod.containers.find(({ init, restarts = 0 }) => init === undefined && restarts > 0)
  const commands = [
    `kubectl describe pod ${name} ${namespace}`,
    `kubectl get pod ${name} ${namespace} -o wide --show-labels`,
    ...(broken === undefined
      ? [`kubectl logs ${name} ${namespace} --all-containers --tail=50`]
      : [`kubectl logs ${name} ${namespace} -c ${shellWord(broken.name)} --previous --tail=50`]),
    ...services.map(
      (service) => `kubectl get endpointslices ${namespace} -l ${shellWord(`kubernetes.io/service-name=${service}`)}`,
    ),
  ]
  return (
    <div className={styles.stack}>
      {commands.map((command) => (
        <Command key={command} lines={[command]} />
      ))}
    </div>
  )
}
