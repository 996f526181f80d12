'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useAddresses, useAddressState } from '@/components/ui/use-address'
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
  // The cluster gives its objects as they are now, and what if begins from now.
  const [moment] = useAddressState('at')
  const linked = moment === undefined ? object : undefined
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <h1 className={styles.name}>{name}</h1>
        {figures === undefined ? null : <span className={styles.figures}>{figures}</span>}
        {facts === undefined ? null : <span className={styles.facts}>{facts}</span>}
        {linked === undefined ? null : (
          <YamlLink object={linked} className={styles.yaml}>
            {t('open')}
          </YamlLink>
        )}
        {linked === undefined ? null : <WhatIfLink object={linked} />}
      </div>
      {children === undefined || children === null ? null : <p className={styles.sentence}>{children}</p>}
      {tools === undefined ? null : <div className={styles.tools}>{tools}</div>}
    </header>
  )
}

/** A pod or a node is taken away at once; what a Service should do without, its page cannot know. */
function WhatIfLink({ object: { kind, namespace, name } }: { readonly object: YamlPlace['object'] }) {
  const t = useTranslations('whatIf')
  const to = useAddresses()
  const loss = kind === 'Pod' ? [`pod/${namespace}/${name}`] : kind === 'Node' ? [`node/${name}`] : []
  const href = to.whatIf(...loss)
  return (
    <Link className={styles.yaml} href={href} prefetch={false}>
      {t('link')}
    </Link>
  )
}
