'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { SeverityMark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { code, Told } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import type { Finding, Findings, Severity } from '@/lib/kubernetes/finding'
import type { ObjectRef } from '@/lib/kubernetes/record'
import styles from './finding-rows.module.css'

/** Rows before the rest is counted: each Service's page holds its own. */
const MOST = 24

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** A finding, and the Service that it is about. */
export interface FindingRow {
  readonly service: ObjectRef
  readonly finding: Finding
}

/** The chosen findings about Services, the worst first; within a severity in the order of the Services. */
export function findingRows(found: readonly Findings[], choose: (finding: Finding) => boolean): readonly FindingRow[] {
  return found
    .filter(({ subject }) => subject.kind === 'Service')
    .flatMap(({ subject, findings }) => findings.filter(choose).map((finding) => ({ service: subject, finding })))
    .sort((a, b) => ranks[a.finding.severity] - ranks[b.finding.severity])
}

/** Findings of several Services, each with the way to its place; nothing where there is none. */
export function FindingRows({ rows }: { readonly rows: readonly FindingRow[] }) {
  const t = useTranslations('finding')
  const teller = useFindingTeller()
  const to = useAddresses()
  if (teller === undefined || rows.length === 0) return null
  return (
    <section className={styles.findings}>
      <h2>{t('findings', { count: rows.length })}</h2>
      <ul>
        {rows.slice(0, MOST).map(({ service, finding }) => (
          <li key={`${service.name} ${finding.id}`} data-finding={finding.id}>
            <Link
              className={styles.row}
              href={to.finding(service.namespace, service.name, finding.id)}
              prefetch={false}
            >
              <SeverityMark severity={finding.severity} size={12} />
              <span className={styles.text}>
                <span className="visually-hidden">{t(`severity.${finding.severity}`)} </span>
                <span className={styles.name}>
                  <Name name={service.name} />
                </span>
                <span className={styles.title}>
                  <Told>{teller.rich(finding, code).title}</Told>
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {rows.length > MOST ? <p className={styles.more}>{t('more', { count: rows.length - MOST })}</p> : null}
    </section>
  )
}
