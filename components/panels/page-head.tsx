'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useAddresses } from '@/components/ui/use-address'
import styles from './page-head.module.css'
import type { YamlPlace } from './yaml-address'
import { YamlLink } from './yaml-link'

/** What a page is about, in one line: its name, its figures, and the sentence that matters most. */
export function PageHead({
  name,
  figures,
  facts,
  object,
  tools,
  children,
}: {
  readonly name: ReactNode
  readonly figures?: ReactNode
  readonly facts?: ReactNode
  /** What the page is about, where its YAML can be read. */
  readonly object?: YamlPlace['object'] | undefined
  /** Choices that change what the page shows. */
  readonly tools?: ReactNode
  readonly children?: ReactNode
}) {
  const t = useTranslations('yaml')
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <h1 className={styles.name}>{name}</h1>
        {figures === undefined ? null : <span className={styles.figures}>{figures}</span>}
        {facts === undefined ? null : <span className={styles.facts}>{facts}</span>}
        {object === undefined ? null : (
          <YamlLink object={object} className={styles.yaml}>
            {t('open')}
          </YamlLink>
        )}
        {object === undefined ? null : <WhatIfLink object={object} />}
      </div>
      {children === undefined || children === null ? null : <p className={styles.sentence}>{children}</p>}
      {tools}
    </header>
  )
}

/** A pod is taken away at once; what a Service should do without, its page cannot know. */
function WhatIfLink({ object: { kind, namespace, name } }: { readonly object: YamlPlace['object'] }) {
  const t = useTranslations('whatIf')
  const to = useAddresses()
  const href = kind === 'Pod' ? to.whatIf(`pod/${namespace}/${name}`) : to.whatIf()
  return (
    <Link className={styles.yaml} href={href} prefetch={false}>
      {t('link')}
    </Link>
  )
}
