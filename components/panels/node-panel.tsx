'use client'

import Link from 'next/link'
import { Fragment } from 'react'
import { Command } from '@/components/ui/command'
import { Mark, SeverityMark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import { useAddresses } from '@/components/ui/use-address'
import type { Condition } from '@/lib/kubernetes/record'
import { labelText } from './answer'
import { Age } from './endpoints-table'
import type { FindingHere, NodeAnswer } from './node-answer'
import styles from './node-page.module.css'
import panel from './panel.module.css'
import type { NodeText } from './use-node'

/** What is found that names the node, what can be asked of it, and what the API says of it. */
export function NodePanel({
  name,
  answer: { node, findings },
  commands,
  t,
}: {
  readonly name: string
  readonly answer: NodeAnswer
  readonly commands: readonly string[]
  readonly t: NodeText
}) {
  const to = useAddresses()
  const away = to.whatIf(`node/${name}`)
  const how = (way: string) => `${away}${away.includes('?') ? '&' : '?'}how=${way}`
  return (
    <div className={panel.panel}>
      <section>
        <h2>{t('findings', { count: findings?.length ?? 0 })}</h2>
        {findings === null ? (
          <p className={panel.why}>{t('findingsUnknown')}</p>
        ) : findings.length === 0 ? (
          <p className={panel.why}>{t('noFindings')}</p>
        ) : (
          <ul className={panel.rows}>
            {findings.slice(0, MOST_FINDINGS).map((finding) => (
              <li key={`${finding.subject} ${finding.id}`} className={panel.member} data-finding={finding.id}>
                <SeverityMark severity={finding.severity} size={12} />
                <span className={panel.memberText}>
                  <Subject finding={finding} />
                  <span className={panel.why}>
                    <Told text={finding.message} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>{t('away')}</h2>
        <ul className={styles.ways}>
          <li>
            <Link href={how('drained')} prefetch={false}>
              {t('drained')}
            </Link>
          </li>
          <li>
            <Link href={how('failed')} prefetch={false}>
              {t('failing')}
            </Link>
          </li>
          <li>
            <Link href={how('deleted')} prefetch={false}>
              {t('deleted')}
            </Link>
          </li>
        </ul>
      </section>
      {node === null ? null : (
        <>
          <Facts node={node} t={t} />
          <Conditions conditions={node.conditions} t={t} />
        </>
      )}
      <section>
        <h2>{t('commands')}</h2>
        <div className={styles.commands}>
          {commands.map((command) => (
            <Command key={command} lines={[command]} />
          ))}
        </div>
      </section>
    </div>
  )
}

/** Each Service's page holds its own. */
const MOST_FINDINGS = 24

function Subject({ finding: { subject, id } }: { readonly finding: FindingHere }) {
  const to = useAddresses()
  const [kind, namespace = '', name = ''] = subject.split('/')
  if (kind !== 'Service') return <code>{subject}</code>
  return (
    <Link className={panel.link} href={to.finding(namespace, name, id)} prefetch={false}>
      <code>
        {namespace}/{name}
      </code>
    </Link>
  )
}

function Told({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move.
    index % 2 === 1 ? <code key={index}>{part}</code> : <Fragment key={index}>{part}</Fragment>,
  )
}

function Facts({ node, t }: { readonly node: NonNullable<NodeAnswer['node']>; readonly t: NodeText }) {
  const labels = labelText(node.labels)
  const taints = node.taints.map(
    ({ key, value, effect }) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`,
  )
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('addresses'), node.addresses.map(({ type, address }) => `${type} ${address}`).join(', ') || undefined],
    [t('zoneFact'), node.zone],
    [t('region'), node.region],
    [t('podRange'), node.podCIDRs.join(', ') || undefined],
    [t('taints'), taints.join(', ') || undefined],
    [t('labels'), labels === '' ? undefined : labels.replaceAll(',', ', ')],
  ]
  return (
    <section>
      <h2>{t('facts')}</h2>
      <dl className={panel.facts}>
        {facts.map(([label, value]) =>
          value === undefined ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ),
        )}
        <div>
          <dt>{t('age')}</dt>
          <dd>
            <Age created={node.created} />
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Ready is well when true; every other condition of a node is well when false (core/v1 NodeConditionType). */
function markOf({ type, status }: Condition): MarkState {
  if (status === 'Unknown') return 'unknown'
  return (type === 'Ready') === (status === 'True') ? 'ready' : 'notReady'
}

function Conditions({ conditions, t }: { readonly conditions: readonly Condition[]; readonly t: NodeText }) {
  return (
    <section>
      <h2>{t('conditions')}</h2>
      {conditions.length === 0 ? <p className={panel.why}>{t('noConditions')}</p> : null}
      <ul className={panel.rows}>
        {conditions.map((condition) => (
          <li key={condition.type} className={panel.member}>
            <Mark state={markOf(condition)} size={10} />
            <span className={panel.memberText}>
              <code>
                {condition.type}={condition.status}
              </code>
              {condition.reason === undefined && condition.message === undefined ? null : (
                <span className={panel.why}>
                  {[condition.reason, condition.message].filter((part) => part !== undefined).join(': ')}
                </span>
              )}
            </span>
            {condition.since === undefined ? null : (
              <span className={panel.quiet}>
                <Age created={condition.since} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
