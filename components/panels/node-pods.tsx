'use client'

import Link from 'next/link'
import { Name } from '@/components/ui/name'
import { code } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import { Age } from './endpoints-table'
import type { NodeAnswer } from './node-answer'
import styles from './node-page.module.css'
import { StateText } from './state-text'
import table from './table.module.css'
import type { NodeText } from './use-node'

/** A kubelet runs 110 pods by default; a page that lists more than so many is read by nobody. */
const MOST = 250

/** The pods of the node that stand behind Services, and how many others there are. */
export function NodePods({ answer, t }: { readonly answer: NodeAnswer; readonly t: NodeText }) {
  const to = useAddresses()
  const { pods, otherPods } = answer
  const others = otherPods === 0 ? null : <p className={styles.none}>{t('otherPods', { count: otherPods })}</p>
  const isUnknown = answer.incomplete.some(({ resource, status }) => resource === 'pods' && status !== 'stale')
  if (pods.length === 0) return isUnknown ? null : (others ?? <p className={styles.none}>{t('noPods')}</p>)
  return (
    <>
      <section
        className={styles.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
        tabIndex={0}
        aria-label={t('pods')}
      >
        <table className={table.table} aria-label={t('pods')}>
          <thead>
            <tr>
              {[t('pod'), t('state'), t('address'), t('behind'), t('age')].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pods.slice(0, MOST).map(({ namespace, name, state, ips, services, created }) => (
              <tr key={`${namespace}/${name}`}>
                <th scope="row">
                  <Link href={to.pod(namespace, name)} prefetch={false}>
                    <Name name={name} />
                  </Link>{' '}
                  <span className={styles.namespace}>{namespace}</span>
                </th>
                <td className={table.words}>{state === null ? '–' : <StateText state={state} />}</td>
                <td>{ips.join(', ') || '–'}</td>
                <td>
                  {services.map((service, index) => (
                    <span key={`${service.namespace}/${service.name}`}>
                      {index > 0 ? ', ' : null}
                      <Link href={to.service(service.namespace, service.name)} prefetch={false}>
                        {service.name}
                      </Link>
                    </span>
                  ))}
                </td>
                <td>
                  <Age created={created} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pods.length > MOST ? <p className={styles.none}>{t.rich('more', { count: pods.length - MOST, code })}</p> : null}
      {others}
    </>
  )
}
