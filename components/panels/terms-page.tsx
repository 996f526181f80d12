'use client'

import { useEffect } from 'react'
import { useLocale } from 'use-intl'
import { LegendList } from '@/components/graph/legend-list'
import { termGroups } from '@/components/ui/term-groups'
import { termLink } from '@/components/ui/term-links'
import { useTermsText } from '@/components/ui/use-terms'
import styles from './terms-page.module.css'

/** All marks and all terms on one page, to read and to print; each term has an address (`/terms#endpointSlice`). */
export function TermsPage() {
  const t = useTermsText()
  const locale = useLocale()
  const isThere = t !== undefined
  // The words come after the browser looked for the place that the address names.
  useEffect(() => {
    if (isThere) document.getElementById(window.location.hash.slice(1))?.scrollIntoView()
  }, [isThere])
  if (t === undefined) return <div className={styles.page} aria-busy="true" />
  return (
    <div className={styles.page}>
      <title>{t('title')}</title>
      <header>
        <h1>{t('name')}</h1>
        <p>{t('promise')}</p>
      </header>
      <section>
        <h2>{t('legend')}</h2>
        <LegendList t={t} />
      </section>
      <section>
        <h2>{t('terms')}</h2>
        <div className={styles.groups}>
          {termGroups.map(({ id, terms }) => (
            <section key={id} className={styles.group}>
              <h3>{t(`group.${id}`)}</h3>
              <dl>
                {terms.map((term) => {
                  const link = termLink(term, locale)
                  return (
                    <div key={term} id={term} className={styles.term}>
                      <dt>{t(`term.${term}.name`)}</dt>
                      <dd>
                        {t(`term.${term}.text`)}{' '}
                        {link === undefined ? null : (
                          <a
                            href={link}
                            target="_blank"
                            rel="noreferrer"
                            aria-label={`${t(`term.${term}.name`)}: kubernetes.io`}
                          >
                            kubernetes.io
                          </a>
                        )}
                      </dd>
                    </div>
                  )
                })}
              </dl>
            </section>
          ))}
        </div>
      </section>
    </div>
  )
}
