'use client'

import { useTranslations } from 'use-intl'
import { Mark } from '@/components/ui/mark'
import type { ServiceGraph } from '@/lib/topology/graph'
import { portChains } from './port-chain'
import styles from './table.module.css'

/** Each port's way from the Service to the container: `http 80 → web → 8080`. */
export function PortsSheet({ graph }: { readonly graph: ServiceGraph }) {
  const t = useTranslations('ports')
  const chains = portChains(graph)
  if (chains.length === 0) return <p className={styles.none}>{t('none')}</p>
  return (
    <section
      className={styles.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
      tabIndex={0}
      aria-label={t('label')}
    >
      <table className={styles.table} aria-label={t('label')}>
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('servicePort')}</th>
            <th scope="col">{t('nodePort')}</th>
            <th scope="col">{t('targetPort')}</th>
            <th scope="col">{t('published')}</th>
            <th scope="col">{t('appProtocol')}</th>
          </tr>
        </thead>
        <tbody>
          {chains.map(({ port, published }) => (
            <tr key={`${port.name ?? ''}/${port.protocol}/${port.port}`}>
              <th scope="row">{port.name ?? '–'}</th>
              <td>
                {port.port}/{port.protocol}
              </td>
              <td>{port.nodePort ?? '–'}</td>
              <td>{port.targetPort}</td>
              <td className={styles.words}>
                {published.length === 0 ? (
                  <span className={styles.unresolved}>
                    <Mark state="missing" size={10} />
                    {t('nowhere')}
                  </span>
                ) : (
                  published
                    .map(({ number, endpoints }) => t('on', { port: String(number), count: endpoints }))
                    .join(t('comma'))
                )}
              </td>
              <td>{port.appProtocol ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
