'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { unknownAt } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { SeverityMark } from '@/components/ui/mark'
import { code, Told } from '@/components/ui/told'
import { useAddressState } from '@/components/ui/use-address'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import type { Findings } from '@/lib/kubernetes/finding'
import type { ObjectRef } from '@/lib/kubernetes/record'
import type { FindingTeller } from '@/messages/finding-text'
import { FindingDetail } from './finding-detail'
import styles from './finding-list.module.css'
import { type Branch, treeOf } from './finding-tree'
import { Unknown } from './unknown'

/**
 * What is found about a Service, the worst first and open, consequences under their cause. The open one stands in the
 * address (`?finding=`), so that a link leads to it.
 */
export function FindingList({
  found,
  within = '',
}: {
  readonly found: Findings | undefined
  /** What stands before an id in the address, where a page has several lists: ids are of one subject only. */
  readonly within?: string
}) {
  const t = useTranslations('finding')
  const teller = useFindingTeller()
  const [address, setAddress] = useAddressState('finding')
  const asked = address?.startsWith(within) ? address.slice(within.length) : undefined
  const ask = (id: string | undefined) => setAddress(id === undefined ? undefined : within + id)
  const [touched, touch] = useState<ReadonlySet<string>>()
  const findings = found?.findings ?? []
  const branches = treeOf(findings)
  const first = branches[0]?.finding
  const open = new Set(
    touched ?? (asked === undefined && first !== undefined && first.severity !== 'info' ? [first.id] : []),
  )
  if (asked !== undefined) open.add(asked)

  function toggle(id: string) {
    const next = new Set(open)
    if (next.delete(id)) {
      if (asked === id) ask(undefined)
    } else {
      next.add(id)
      ask(id)
    }
    // What the address asked for until now stays open by the reader's choice.
    touch(next)
  }

  const isGone = asked !== undefined && findings.every(({ id }) => id !== asked)
  if (found === undefined && !isGone) return null
  return (
    <section className={styles.findings}>
      {isGone ? <p className={styles.gone}>{t('gone')}</p> : null}
      {branches.length === 0 || teller === undefined ? null : (
        <>
          <h2>{t('findings', { count: branches.length })}</h2>
          <Branches
            branches={branches}
            subject={found?.subject}
            teller={teller}
            open={open}
            asked={asked}
            toggle={toggle}
          />
        </>
      )}
      {found === undefined || found.unread.length === 0 ? null : (
        <NotChecked unread={found.unread} namespace={found.namespace} />
      )}
    </section>
  )
}

interface Reading {
  readonly subject: ObjectRef | undefined
  readonly teller: FindingTeller
  readonly open: ReadonlySet<string>
  readonly asked: string | undefined
  readonly toggle: (id: string) => void
}

function Branches({
  branches,
  consequences = false,
  ...reading
}: { readonly branches: readonly Branch[]; readonly consequences?: boolean } & Reading) {
  return (
    <ul className={styles.list}>
      {branches.map((branch) => (
        <Item key={branch.finding.id} branch={branch} consequence={consequences} {...reading} />
      ))}
    </ul>
  )
}

function Item({
  branch,
  consequence,
  ...reading
}: { readonly branch: Branch; readonly consequence: boolean } & Reading) {
  const t = useTranslations('finding')
  const { subject, teller, open, asked, toggle } = reading
  const { finding, consequences } = branch
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const isOpen = open.has(finding.id)
  const isAsked = asked === finding.id
  useEffect(() => {
    if (!isAsked) return
    button.current?.scrollIntoView({ block: 'nearest' })
    button.current?.focus({ preventScroll: true })
  }, [isAsked])
  const text = teller.rich(finding, code)
  return (
    <li
      className={styles.item}
      data-finding={finding.id}
      data-severity={finding.severity}
      data-consequence={consequence || undefined}
    >
      <h3 className={styles.title}>
        <button
          ref={button}
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => toggle(finding.id)}
        >
          <SeverityMark severity={finding.severity} size={12} />
          <span>
            <span className="visually-hidden">{t(`severity.${finding.severity}`)} </span>
            <Told>{text.title}</Told>
          </span>
        </button>
      </h3>
      <p className={styles.remedy}>
        <Told>{text.remedy}</Told>
      </p>
      {isOpen ? (
        <div id={id} className={styles.detail}>
          <FindingDetail finding={finding} subject={subject} text={text} />
        </div>
      ) : null}
      {consequences.length === 0 ? null : (
        <div className={styles.consequences}>
          <p className={styles.follows}>{t('consequences')}</p>
          <Branches branches={consequences} consequences {...reading} />
        </div>
      )}
    </li>
  )
}

/** Faults that nobody looked for, since what would show them cannot be read: never to be taken for none. */
function NotChecked({ unread, namespace }: { readonly unread: readonly string[]; readonly namespace: string }) {
  const t = useTranslations('finding')
  const upstream = useUpstream()
  const states = unread.flatMap((resource) => unknownAt(upstream, resource, namespace) ?? [])
  const told = new Set(states.map(({ resource }) => resource))
  const others = unread.filter((resource) => !told.has(resource))
  return (
    <div className={styles.unread}>
      {states.length === 0 ? null : (
        <Unknown states={states} namespace={namespace}>
          {t('notChecked')}
        </Unknown>
      )}
      {others.length === 0 ? null : <p>{t.rich('notCheckedOther', { resources: others.join(', '), code })}</p>}
    </div>
  )
}
