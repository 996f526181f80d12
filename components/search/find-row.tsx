'use client'

import { Fragment, type ReactNode } from 'react'
import { useFormatter } from 'use-intl'
import { useSummaries } from '@/components/data/use-records'
import { keyTable } from '@/components/ui/keys'
import { Mark, SeverityMark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import type { Remembered } from '@/components/ui/pinned'
import { wantedOf } from '@/lib/kubernetes/summary'
import type { AddressHit, FindingHit, Hit, Matched, PodHit, ServiceHit, ServiceRef } from '@/lib/search/hit'
import type { Range } from '@/lib/search/match'
import { troubleOf } from '@/lib/topology/summary'
import styles from './find-dialog.module.css'
import { Way } from './keys-shown'
import { MarkedName, MarkedText } from './marked'
import type { Option } from './option'
import type { SearchText } from './use-search-text'

/** One line of the list: what it is, what of it was found, and how it stands. */
export function FindRow({ option, t }: { readonly option: Option; readonly t: SearchText }) {
  switch (option.type) {
    case 'hit':
      return <HitRow hit={option.hit} t={t} />
    case 'service':
      return <RememberedRow service={option.service} t={t} />
    case 'action': {
      const { label, key } = option.action
      const [way] = key === undefined ? [] : keyTable[key]
      return (
        <>
          <span className={styles.mark} />
          <span className={styles.words}>{label}</span>
          {way === undefined ? null : (
            <span className={styles.fact} aria-hidden="true">
              <Way way={way} t={t} />
            </span>
          )}
        </>
      )
    }
  }
}

function HitRow({ hit, t }: { readonly hit: Hit; readonly t: SearchText }) {
  const format = useFormatter()
  switch (hit.kind) {
    case 'service':
      return <ServiceRow hit={hit} t={t} />
    case 'pod':
      return <PodRow hit={hit} t={t} />
    case 'address':
      return <AddressRow hit={hit} t={t} />
    case 'finding':
      return <FindingRow hit={hit} />
    case 'namespace':
      return (
        <Line mark={null} name={<MarkedName name={hit.name} ranges={rangesIn(hit.matched, 'name')} />}>
          {t('services', { count: hit.services })}
        </Line>
      )
    case 'node': {
      const { name, zone, ready, cordoned, matched } = hit
      const state = ready === null ? 'unknown' : ready ? 'ready' : 'notReady'
      const word = ready === null ? t('unknown') : t(ready ? 'nodeReady' : 'nodeNotReady')
      const facts = [ready === true ? undefined : word, cordoned ? t('cordoned') : undefined, zone, labelIn(matched)]
      return (
        <Line mark={state} name={<MarkedName name={name} ranges={rangesIn(matched, 'name')} />}>
          {format.list(
            facts.filter((fact) => fact !== undefined),
            { type: 'unit', style: 'narrow' },
          )}
        </Line>
      )
    }
  }
}

/** `children` stand at the end of the line, `place` right behind the name. */
function Line({
  mark,
  name,
  place,
  children,
}: {
  readonly mark: MarkState | ReactNode
  readonly name: ReactNode
  readonly place?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <>
      <span className={styles.mark}>{isState(mark) ? <Mark state={mark} size={10} /> : mark}</span>
      <span className={styles.names}>
        {name}
        {place === undefined ? null : <span className={styles.place}>{place}</span>}
      </span>
      {children === undefined ? null : <span className={styles.fact}>{children}</span>}
    </>
  )
}

function isState(mark: MarkState | ReactNode): mark is MarkState {
  return typeof mark === 'string'
}

function ServiceRow({ hit, t }: { readonly hit: ServiceHit; readonly t: SearchText }) {
  const { namespace, name, ready, wanted, trouble, matched, type } = hit
  const label = labelIn(matched)
  return (
    <Line
      mark={
        trouble !== undefined ? (
          <SeverityMark severity={trouble} size={10} />
        ) : type === 'ExternalName' ? null : ready === null ? (
          'unknown'
        ) : (
          'ready'
        )
      }
      name={<MarkedName name={name} ranges={rangesIn(matched, 'name', 'dns')} />}
      place={<MarkedText text={namespace} ranges={rangesIn(matched, 'namespace')} />}
    >
      {label === undefined ? null : <code>{label} </code>}
      {type === 'ExternalName' ? type : <Figures ready={ready} wanted={wanted} t={t} />}
    </Line>
  )
}

function Figures({
  ready,
  wanted,
  t,
}: {
  readonly ready: number | null
  readonly wanted: number | null
  readonly t: SearchText
}) {
  const format = useFormatter()
  const isKnown = ready !== null && wanted !== null
  return (
    <>
      <span className={styles.figures} aria-hidden="true">
        {isKnown ? `${format.number(ready)}/${format.number(wanted)}` : '?/?'}
      </span>
      <span className="visually-hidden">{isKnown ? t('ready', { ready, wanted }) : t('unknown')}</span>
    </>
  )
}

/** A Service that the viewer comes back to, with its figures where this page has them. */
function RememberedRow({ service, t }: { readonly service: Remembered; readonly t: SearchText }) {
  const { namespace, name } = service
  const summary = useSummaries().get(`${namespace}/${name}`)
  const isUnknown = summary?.unknown === true
  const trouble = summary === undefined ? undefined : troubleOf(summary)
  return (
    <Line
      mark={
        summary === undefined ? null : trouble !== undefined ? (
          <SeverityMark severity={trouble} size={10} />
        ) : isUnknown ? (
          'unknown'
        ) : (
          'ready'
        )
      }
      name={<MarkedName name={name} ranges={[]} />}
      place={namespace}
    >
      {summary === undefined ? undefined : (
        <Figures ready={isUnknown ? null : summary.ready} wanted={isUnknown ? null : wantedOf(summary)} t={t} />
      )}
    </Line>
  )
}

function PodRow({ hit, t }: { readonly hit: PodHit; readonly t: SearchText }) {
  const { namespace, name, state, node, services, matched } = hit
  return (
    <Line
      mark={state ?? null}
      name={<MarkedName name={name} ranges={rangesIn(matched, 'name')} />}
      place={<MarkedText text={namespace} ranges={rangesIn(matched, 'namespace')} />}
    >
      {services.length === 0 ? t('alone') : <code>{node ?? labelIn(matched)}</code>}
    </Line>
  )
}

function AddressRow({ hit, t }: { readonly hit: AddressHit; readonly t: SearchText }) {
  const { role, address, object, services, state, matched, ports } = hit
  const isOwn = role === 'clusterIP' || role === 'externalIP' || role === 'loadBalancer' || role === 'externalName'
  const name = object.namespace === '' || isOwn ? object.name : `${object.namespace}/${object.name}`
  return (
    <>
      <span className={styles.mark}>{state === null ? null : <Mark state={state} size={10} />}</span>
      <span className={styles.stack}>
        <span className={styles.names}>
          <MarkedName name={address} ranges={rangesIn(matched, 'address', 'host')} />
          <span className={styles.place}>{t(`role.${role}`)}</span>
        </span>
        <span className={styles.under}>
          {isOwn ? null : (
            <>
              {object.kind} <code>{name}</code>
            </>
          )}
          <Services services={services} role={role} t={t} />
          <Ports ports={ports} hit={hit} t={t} />
        </span>
      </span>
    </>
  )
}

function Services({
  services,
  role,
  t,
}: {
  readonly services: readonly ServiceRef[]
  readonly role: AddressHit['role']
  readonly t: SearchText
}) {
  if (role === 'node' || role === 'podRange') return null
  if (role === 'clusterIP' || role === 'externalIP' || role === 'loadBalancer' || role === 'externalName')
    return <code>{services.map(textOf).join()}</code>
  if (services.length === 0) return <> · {t('alone')}</>
  const shown = services.slice(0, 2).map(textOf).join(t('comma'))
  const more = services.length - 2
  const isWay = role === 'ingress' || role === 'route'
  return (
    <>
      {' · '}
      {isWay
        ? t('leads', { services: shown })
        : more > 0
          ? t('behindMore', { services: shown, count: more })
          : t('behind', { services: shown })}
    </>
  )
}

function Ports({
  ports,
  hit,
  t,
}: {
  readonly ports: AddressHit['ports']
  readonly hit: AddressHit
  readonly t: SearchText
}) {
  if (ports === undefined || hit.role === 'podRange') return null
  const asked = String(hit.port ?? '')
  const [first] = ports
  if (first === undefined) return <> · {t('noPort', { asked })}</>
  const { service, port, name } = first
  const facts = { asked, port: String(port), service: textOf(service) }
  return <> · {name === undefined ? t('port', facts) : t('portNamed', { ...facts, name })}</>
}

function FindingRow({ hit }: { readonly hit: FindingHit }) {
  const { severity, message, subject, matched } = hit
  const place = subject.namespace === '' ? subject.name : `${subject.namespace}/${subject.name}`
  const isCode = rangesIn(matched, 'code').length > 0
  return (
    <>
      <span className={styles.mark}>
        <SeverityMark severity={severity} size={10} />
      </span>
      <span className={styles.stack}>
        <span className={styles.sentence}>
          <Told text={message} />
        </span>
        <span className={styles.under}>
          <code>
            <MarkedText text={place} ranges={shift(rangesIn(matched, 'subject'), place.length - subject.name.length)} />
          </code>
          {isCode ? (
            <>
              {' · '}
              <code>
                <MarkedText text={hit.code} ranges={rangesIn(matched, 'code')} />
              </code>
            </>
          ) : null}
        </span>
      </span>
    </>
  )
}

/** A sentence of the API, in which code stands between backticks. */
function Told({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move.
    index % 2 === 1 ? <code key={index}>{part}</code> : <Fragment key={index}>{part}</Fragment>,
  )
}

function rangesIn(matched: readonly Matched[], ...fields: readonly Matched['field'][]): readonly Range[] {
  return matched.filter(({ field }) => fields.includes(field)).flatMap(({ ranges }) => ranges)
}

function shift(ranges: readonly Range[], by: number): readonly Range[] {
  return ranges.map(([from, to]) => [from + by, to + by] as const)
}

/** The label or the port that it was found by: what stands nowhere else on the line. */
function labelIn(matched: readonly Matched[]): string | undefined {
  const found = matched.find(({ field }) => field === 'label' || field === 'port' || field === 'workload')
  return found === undefined ? undefined : found.field === 'port' ? `:${found.text}` : found.text
}

function textOf({ namespace, name }: ServiceRef): string {
  return `${namespace}/${name}`
}
